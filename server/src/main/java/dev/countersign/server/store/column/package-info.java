/** Column values: text that every engine stores, times and JSON; and statements with their parameters. */
@NullMarked
package dev.countersign.server.store.column;

import org.jspecify.annotations.NullMarked;
