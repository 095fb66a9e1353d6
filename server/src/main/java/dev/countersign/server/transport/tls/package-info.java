/** The TLS identity of the server, and the first certificate of one that has none. */
@NullMarked
package dev.countersign.server.transport.tls;

import org.jspecify.annotations.NullMarked;
