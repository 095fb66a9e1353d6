package dev.countersign.server.trace;

import dev.countersign.core.audit.TokenRequestTrace;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import java.util.function.Supplier;

/** A span for each phase of a token request, named after it. */
record PhaseSpans(Tracer tracer) implements TokenRequestTrace {

    @Override
    public <T> T during(Phase phase, Supplier<T> step) {
        Span span = tracer.spanBuilder(phase.label()).startSpan();
        try (Scope _ = span.makeCurrent()) {
            return step.get();
        } catch (RuntimeException fault) {
            // the message of an exception may quote values, so it is left out
            span.setStatus(StatusCode.ERROR);
            throw fault;
        } finally {
            span.end();
        }
    }
}
