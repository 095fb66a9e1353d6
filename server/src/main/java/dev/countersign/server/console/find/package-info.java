/** The search over pages, records, documentation and events. */
@NullMarked
package dev.countersign.server.console.find;

import org.jspecify.annotations.NullMarked;
