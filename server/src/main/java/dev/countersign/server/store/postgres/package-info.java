/** A PostgreSQL database shared by several nodes: its connections and partitions, and the recording of redemptions. */
@NullMarked
package dev.countersign.server.store.postgres;

import org.jspecify.annotations.NullMarked;
