/** The SQL schema of each engine and its migrations. */
@NullMarked
package dev.countersign.server.store.schema;

import org.jspecify.annotations.NullMarked;
