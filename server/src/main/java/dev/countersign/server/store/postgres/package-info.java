/**
 * A PostgreSQL database that several nodes share: its connections and partitions, and how redemptions are recorded in
 * it.
 */
@NullMarked
package dev.countersign.server.store.postgres;

import org.jspecify.annotations.NullMarked;
