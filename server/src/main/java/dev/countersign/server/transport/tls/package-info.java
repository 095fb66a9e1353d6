/** The TLS identity of the server, and its generated first certificate. */
@NullMarked
package dev.countersign.server.transport.tls;

import org.jspecify.annotations.NullMarked;
