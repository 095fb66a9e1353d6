/** The console's users, their one-time links and their sessions. */
@NullMarked
package dev.countersign.server.store.people;

import org.jspecify.annotations.NullMarked;
