/** Pages of the documentation, which the server brings along. */
@NullMarked
package dev.countersign.server.console.docs;

import org.jspecify.annotations.NullMarked;
