/** The notices that the webhook was told of, and the messages about them. */
@NullMarked
package dev.countersign.server.store.notice;

import org.jspecify.annotations.NullMarked;
