/**
 * The HTTP server. This package alone knows the library under it (Netty): requests, responses and limits that the rest of
 * the server sees are its own types, so that another library means another version of this package and of nothing else.
 */
@NullMarked
package dev.countersign.server.transport;

import org.jspecify.annotations.NullMarked;
