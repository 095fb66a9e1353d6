/**
 * Access to one database: the connections that read, the writer that commits in groups, and what engines do
 * differently.
 */
@NullMarked
package dev.countersign.server.store.database;

import org.jspecify.annotations.NullMarked;
