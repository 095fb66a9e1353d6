package dev.countersign.server.http;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;

/**
 * Where and how the HTTP server listens.
 *
 * @param https where it listens with TLS; port 0 takes any free one
 * @param certificate the certificate it shows there
 * @param plain where it listens without TLS as well, if anywhere
 * @param limits how much it takes on
 */
public record HttpSettings(
        InetSocketAddress https, CertificateFiles certificate, Optional<InetSocketAddress> plain, Limits limits) {

    /**
     * How much the server takes on.
     *
     * @param connections the most connections to a listener
     * @param tokenRequests the most token requests that are judged at once
     * @param patience how long a handshake, the head or the body of a request may take to arrive
     * @param idle how long a connection may wait for its next request
     * @param stop how long requests under way may take to end when the server stops
     */
    public record Limits(int connections, int tokenRequests, Duration patience, Duration idle, Duration stop) {
        /** Good for a machine of any size; memory is bounded by them. */
        public static final Limits DEFAULTS =
                new Limits(10_000, 1_024, Duration.ofSeconds(10), Duration.ofSeconds(60), Duration.ofSeconds(10));
    }
}
