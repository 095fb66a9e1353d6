package dev.countersign.server.http;

import dev.countersign.server.transport.limit.TransportLimits;
import dev.countersign.server.transport.tls.CertificateFiles;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * Where and how the HTTP server listens.
 *
 * @param https where it listens with TLS; port 0 takes any free one
 * @param certificate the certificate it shows there
 * @param plain where it listens without TLS as well, if anywhere
 * @param priorKnowledge whether the plain listener speaks HTTP/2 to peers that begin with it (RFC 9113 §3.3)
 * @param limits how much it takes on
 */
public record HttpSettings(
        InetSocketAddress https,
        CertificateFiles certificate,
        Optional<InetSocketAddress> plain,
        boolean priorKnowledge,
        Limits limits) {

    /**
     * How much the server takes on.
     *
     * @param tokenRequests the most token requests that are judged at once
     */
    public record Limits(TransportLimits transport, int tokenRequests) {
        private static final int TOKEN_REQUESTS = 1_024;

        /** The limits that this heap carries; its size in bytes. */
        public static Limits forHeap(long bytes) {
            return new Limits(TransportLimits.forHeap(bytes), TOKEN_REQUESTS);
        }
    }
}
