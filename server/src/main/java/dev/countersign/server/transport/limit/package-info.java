/** What one peer may cost: connections, frames, time. */
@NullMarked
package dev.countersign.server.transport.limit;

import org.jspecify.annotations.NullMarked;
