/** Notices: what needs the attention of an administrator, computed from what the server knows. */
@NullMarked
package dev.countersign.server.notice;

import org.jspecify.annotations.NullMarked;
