/** The embedded database: one SQLite file, its folder and lock, and how redemptions are recorded in it. */
@NullMarked
package dev.countersign.server.store.sqlite;

import org.jspecify.annotations.NullMarked;
