/**
 * Access to one database: the connections for reading, the writer that commits in groups, and the differences between
 * engines.
 */
@NullMarked
package dev.countersign.server.store.database;

import org.jspecify.annotations.NullMarked;
