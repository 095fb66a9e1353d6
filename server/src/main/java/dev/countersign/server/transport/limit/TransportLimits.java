package dev.countersign.server.transport.limit;

import java.time.Duration;

/**
 * Limits on connections, requests, memory and time that peers can use, before and after authentication.
 *
 * @param connections largest number of connections of all listeners together; {@link #RESERVE} more are accepted for
 *     {@code /health} only
 * @param connectionsPerAddress largest number of connections of one address
 * @param requests largest number of requests in progress, including those whose bodies are still arriving
 * @param heldBytes largest number of octets of heads and bodies of requests in memory
 * @param patience longest time for a handshake, for the head of a request or its body to arrive, for a peer to accept a
 *     response, and to close its side of a connection after the last one
 * @param idle longest time that a connection waits for its next request
 * @param stop longest time for requests in progress to end when the server stops
 */
public record TransportLimits(
        int connections,
        int connectionsPerAddress,
        int requests,
        long heldBytes,
        Duration patience,
        Duration idle,
        Duration stop) {
    /**
     * Size of a body received before the handler is called: sufficient for every request of an unauthenticated caller.
     */
    public static final int EAGER_BODY = 64 * 1024;
    /** The longest request line (RFC 9112 §3). */
    public static final int REQUEST_LINE = 8 * 1024;
    /** The longest header section, and header list as RFC 9113 §10.5.1 counts it: after decompression. */
    public static final int HEADER_LIST = 16 * 1024;
    /** The most fields of a header section. */
    public static final int HEADER_FIELDS = 200;
    /**
     * The most frames without content, or with a small piece of a body, of an HTTP/2 connection within half a minute.
     */
    public static final int IDLE_FRAMES = 1_000;
    /** The most streams of an HTTP/2 connection reset by either side within half a minute. */
    public static final int RESETS = 200;
    /** Size below which a piece of a body is small. */
    static final int SMALL_DATA = 256;
    /** The most concurrent streams of an HTTP/2 connection. */
    public static final int STREAMS = 100;
    /** Connections and requests beyond the limit, for {@code /health} only. */
    public static final int RESERVE = 64;
    /** The most places of one address in the reserve. */
    public static final int RESERVE_PER_ADDRESS = 8;

    /** Heap of one connection: its TLS engine, its buffers and one request. */
    private static final long HEAP_PER_CONNECTION = 100 * 1024L;

    private static final int MOST_CONNECTIONS = 10_000;
    private static final int REQUESTS_PER_CONNECTION = 2;
    private static final int SHARE_OF_AN_ADDRESS = 4;
    private static final int SHARE_OF_BODIES = 8;

    /** The most requests in progress of one address. */
    int requestsPerAddress() {
        return Math.max(1, requests / SHARE_OF_AN_ADDRESS);
    }

    /** The limits for a heap of this size in bytes; the memory that peers can occupy remains well below it. */
    public static TransportLimits forHeap(long bytes) {
        int connections = (int) Math.min(MOST_CONNECTIONS, Math.max(256, bytes / HEAP_PER_CONNECTION));
        return new TransportLimits(
                connections,
                Math.max(256, connections / SHARE_OF_AN_ADDRESS),
                connections * REQUESTS_PER_CONNECTION,
                Math.max(1 << 22, bytes / SHARE_OF_BODIES),
                Duration.ofSeconds(10),
                Duration.ofSeconds(60),
                Duration.ofSeconds(10));
    }
}
