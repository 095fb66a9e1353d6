package dev.countersign.server.trace;

import dev.countersign.core.audit.TokenEvent;
import dev.countersign.core.audit.TokenEvents;
import dev.countersign.core.oauth.ApplicationId;
import dev.countersign.core.oauth.GrantType;
import dev.countersign.core.oauth.IssuerId;
import dev.countersign.core.rejection.RejectionCode;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import java.util.Locale;

/**
 * Receiver that describes token events in the current span, and passes them on. The attributes are a list of what may be
 * told to a collector: ids and codes of this server, and nothing that a caller sent.
 *
 * @param organization the slug, or {@code root}
 */
record DescribedTokenEvents(String organization, TokenEvents next) implements TokenEvents {

    @Override
    public void record(TokenEvent event) {
        Span span = Span.current();
        span.setAttribute("countersign.organization", organization);
        span.setAttribute("countersign.outcome", event.outcome().name().toLowerCase(Locale.ROOT));
        span.setAttribute("countersign.stage", event.stage());
        event.grantType().map(GrantType::value).ifPresent(type -> span.setAttribute("countersign.grant_type", type));
        event.applicationId()
                .map(ApplicationId::value)
                .ifPresent(id -> span.setAttribute("countersign.application_id", id));
        event.issuerId().map(IssuerId::value).ifPresent(id -> span.setAttribute("countersign.issuer_id", id));
        event.code().map(RejectionCode::value).ifPresent(code -> span.setAttribute("countersign.code", code));
        if (event.outcome() == TokenEvent.Outcome.FAULT) {
            span.setStatus(StatusCode.ERROR);
        }
        next.record(event);
    }
}
