package dev.countersign.e2e;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Receiver of OTLP over HTTP, which reads the messages by the numbers of their fields (opentelemetry-proto 1.x). */
final class TraceCollector implements AutoCloseable {
    private static final Long STATUS_CODE_ERROR = 2L;

    private final HttpServer server;
    private final List<byte[]> bodies = new CopyOnWriteArrayList<>();
    private final List<String> credentials = new CopyOnWriteArrayList<>();

    /** A span with its attributes in their text form. */
    record ReceivedSpan(
            String trace, String id, String parent, String name, Map<String, String> attributes, boolean isError) {}

    private TraceCollector(HttpServer server) {
        this.server = server;
    }

    static TraceCollector start() {
        try {
            var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            var collector = new TraceCollector(server);
            server.createContext("/v1/traces", exchange -> {
                try (exchange) {
                    collector.bodies.add(exchange.getRequestBody().readAllBytes());
                    collector.credentials.add(
                            String.valueOf(exchange.getRequestHeaders().getFirst("X-Collector-Key")));
                    exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
                    exchange.sendResponseHeaders(200, -1);
                }
            });
            server.start();
            return collector;
        } catch (IOException cannotListen) {
            throw new UncheckedIOException(cannotListen);
        }
    }

    String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** The values of the header X-Collector-Key. */
    List<String> credentials() {
        return List.copyOf(credentials);
    }

    /** Everything that was received, as text in which any text of a message is found. */
    String raw() {
        return String.join(
                "",
                bodies.stream()
                        .map(body -> new String(body, StandardCharsets.ISO_8859_1))
                        .toList());
    }

    /** Such spans, waiting until there are so many. */
    List<ReceivedSpan> await(Predicate<ReceivedSpan> such, int atLeast) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        var never = new CountDownLatch(1);
        List<ReceivedSpan> found = spans().stream().filter(such).toList();
        while (found.size() < atLeast && System.nanoTime() < deadline) {
            var _ = never.await(50, TimeUnit.MILLISECONDS);
            found = spans().stream().filter(such).toList();
        }
        if (found.size() < atLeast) {
            throw new AssertionError("there are only the spans " + spans());
        }
        return found;
    }

    /** ExportTraceServiceRequest 1 ResourceSpans 2 ScopeSpans 2 Span. */
    List<ReceivedSpan> spans() {
        return bodies.stream()
                .map(TraceCollector::message)
                .flatMap(request -> messages(request, 1))
                .flatMap(ofResource -> messages(ofResource, 2))
                .flatMap(ofScope -> messages(ofScope, 2))
                .map(TraceCollector::span)
                .toList();
    }

    private static ReceivedSpan span(UnknownFieldSet span) {
        Map<String, String> attributes = new TreeMap<>();
        messages(span, 9)
                .forEach(pair -> attributes.put(
                        text(pair, 1),
                        messages(pair, 2).map(TraceCollector::value).findFirst().orElse("")));
        boolean isError = messages(span, 15)
                .anyMatch(status -> status.getField(3).getVarintList().contains(STATUS_CODE_ERROR));
        return new ReceivedSpan(hex(span, 1), hex(span, 2), hex(span, 4), text(span, 5), attributes, isError);
    }

    /** AnyValue: a string is 1, an integer 3. */
    private static String value(UnknownFieldSet value) {
        return value.getField(3).getVarintList().stream()
                .map(String::valueOf)
                .findFirst()
                .orElseGet(() -> text(value, 1));
    }

    private static UnknownFieldSet message(byte[] bytes) {
        try {
            return UnknownFieldSet.parseFrom(bytes);
        } catch (IOException malformed) {
            throw new UncheckedIOException(malformed);
        }
    }

    private static Stream<UnknownFieldSet> messages(UnknownFieldSet within, int field) {
        return within.getField(field).getLengthDelimitedList().stream().map(each -> message(each.toByteArray()));
    }

    private static Stream<ByteString> bytes(UnknownFieldSet within, int field) {
        return within.getField(field).getLengthDelimitedList().stream();
    }

    private static String text(UnknownFieldSet within, int field) {
        return bytes(within, field).map(ByteString::toStringUtf8).findFirst().orElse("");
    }

    private static String hex(UnknownFieldSet within, int field) {
        return bytes(within, field)
                .map(each -> HexFormat.of().formatHex(each.toByteArray()))
                .findFirst()
                .orElse("");
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
