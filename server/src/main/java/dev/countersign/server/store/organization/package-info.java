/** The organizations. */
@NullMarked
package dev.countersign.server.store.organization;

import org.jspecify.annotations.NullMarked;
