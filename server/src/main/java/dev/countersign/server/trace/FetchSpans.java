package dev.countersign.server.trace;

import dev.countersign.core.keys.FetchOutcome;
import dev.countersign.core.keys.JwksFetcher;
import dev.countersign.core.keys.KeySource;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import java.net.URI;
import java.util.Optional;
import java.util.function.Supplier;

/** Fetcher with a span for each fetch, which names the host and no other part of the URL. */
record FetchSpans(Tracer tracer, JwksFetcher fetcher) implements JwksFetcher {

    @Override
    public FetchOutcome<byte[]> fetch(URI url) {
        return spanned(url, () -> fetcher.fetch(url));
    }

    @Override
    public FetchOutcome<byte[]> fetch(KeySource.JwksUrl source) {
        return spanned(source.url(), () -> fetcher.fetch(source));
    }

    private FetchOutcome<byte[]> spanned(URI url, Supplier<FetchOutcome<byte[]>> fetch) {
        Span span =
                tracer.spanBuilder("jwks fetch").setSpanKind(SpanKind.CLIENT).startSpan();
        Optional.ofNullable(url.getHost()).ifPresent(host -> span.setAttribute("server.address", host));
        try (Scope _ = span.makeCurrent()) {
            FetchOutcome<byte[]> outcome = fetch.get();
            if (outcome.failure().isPresent()) {
                span.setStatus(StatusCode.ERROR);
            }
            return outcome;
        } finally {
            span.end();
        }
    }
}
