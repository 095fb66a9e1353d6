/** Limits of the resources of one peer: connections, frames, time. */
@NullMarked
package dev.countersign.server.transport.limit;

import org.jspecify.annotations.NullMarked;
