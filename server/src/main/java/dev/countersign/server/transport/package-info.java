/**
 * The HTTP server. Only this package uses the underlying library (Netty): requests, responses and limits visible to the
 * rest of the server are its own types, so that a change of the library affects this package only.
 */
@NullMarked
package dev.countersign.server.transport;

import org.jspecify.annotations.NullMarked;
