/** The embedded database: one SQLite file, its folder and lock, and the recording of redemptions. */
@NullMarked
package dev.countersign.server.store.sqlite;

import org.jspecify.annotations.NullMarked;
