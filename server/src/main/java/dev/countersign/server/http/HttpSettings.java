package dev.countersign.server.http;

import dev.countersign.server.transport.limit.TransportLimits;
import dev.countersign.server.transport.tls.CertificateFiles;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * Listeners and limits of the HTTP server.
 *
 * @param https address with TLS; port 0 takes any free port
 * @param certificate the certificate of that listener
 * @param mutualTls address with TLS that asks for a certificate of the client, if any
 * @param plain address without TLS, if any
 * @param priorKnowledge whether the plain listener speaks HTTP/2 to peers that begin with it (RFC 9113 §3.3)
 * @param limits limits on requests and connections
 */
public record HttpSettings(
        InetSocketAddress https,
        CertificateFiles certificate,
        Optional<InetSocketAddress> mutualTls,
        Optional<InetSocketAddress> plain,
        boolean priorKnowledge,
        Limits limits) {

    /**
     * Limits on requests and connections.
     *
     * @param tokenRequests most token requests processed at once
     */
    public record Limits(TransportLimits transport, int tokenRequests) {
        private static final int TOKEN_REQUESTS = 1_024;

        /** The limits for a heap of this size in bytes. */
        public static Limits forHeap(long bytes) {
            return new Limits(TransportLimits.forHeap(bytes), TOKEN_REQUESTS);
        }
    }
}
