/** The database: one SQL schema, its migrations, one writer that commits in groups, and the adapters of the ports. */
@NullMarked
package dev.countersign.server.store;

import org.jspecify.annotations.NullMarked;
