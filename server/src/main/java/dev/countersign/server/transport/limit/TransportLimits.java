package dev.countersign.server.transport.limit;

import java.time.Duration;

/**
 * The bounds of what peers can make the server hold, before and after they prove who they are.
 *
 * @param connections the most connections of all listeners together; a few more are accepted for {@code /health} alone
 * @param connectionsPerAddress the most of them that one address has
 * @param requests the most requests under way at once, bodies that are still arriving included
 * @param heldBytes the most octets of heads and bodies of requests that are held at once
 * @param patience the longest time that a handshake, the head of a request or its body takes to arrive, and that a peer
 *     takes to accept a response
 * @param idle the longest time that a connection waits for its next request
 * @param stop the longest time that requests under way take to end when the server stops
 */
public record TransportLimits(
        int connections,
        int connectionsPerAddress,
        int requests,
        long heldBytes,
        Duration patience,
        Duration idle,
        Duration stop) {
    /** What a caller may still be sending is dropped for so long, or a reset would overtake the response on its way. */
    public static final Duration DROPPED_WITHIN = Duration.ofSeconds(1);

    /** The body that is received before a handler is asked: enough for every request of a caller without credentials. */
    public static final int EAGER_BODY = 64 * 1024;
    /** The longest request line (RFC 9112 §3). */
    public static final int REQUEST_LINE = 8 * 1024;
    /** The longest header section, and header list as RFC 9113 §10.5.1 counts it: after decompression. */
    public static final int HEADER_LIST = 16 * 1024;
    /** The most fields of a header section. */
    public static final int HEADER_FIELDS = 200;
    /** The most frames that carry nothing, or a small piece of a body, of an HTTP/2 connection within half a minute. */
    public static final int IDLE_FRAMES = 1_000;
    /** The most streams of an HTTP/2 connection that either side resets within half a minute. */
    public static final int RESETS = 200;
    /** A piece of a body is small below this size. */
    static final int SMALL_DATA = 256;
    /** The most concurrent streams of an HTTP/2 connection. */
    public static final int STREAMS = 100;
    /** Connections, and requests, beyond the limit that may ask for {@code /health} and nothing else. */
    public static final int RESERVE = 64;
    /** The most places of the reserve that one address has. */
    public static final int RESERVE_PER_ADDRESS = 8;

    /** The share of one connection in the heap: its TLS engine, its buffers and one request. */
    private static final long HEAP_PER_CONNECTION = 100 * 1024L;

    private static final int MOST_CONNECTIONS = 10_000;
    private static final int REQUESTS_PER_CONNECTION = 2;
    private static final int SHARE_OF_AN_ADDRESS = 4;
    private static final int SHARE_OF_BODIES = 8;

    /** The most requests under way of one address. */
    int requestsPerAddress() {
        return Math.max(1, requests / SHARE_OF_AN_ADDRESS);
    }

    /** The limits for a heap of this size in bytes; the memory that peers can claim stays well below it. */
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
