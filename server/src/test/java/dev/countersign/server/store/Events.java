package dev.countersign.server.store;

import dev.countersign.core.audit.TokenEvent;
import dev.countersign.core.audit.TokenEvent.Outcome;
import dev.countersign.core.oauth.CorrelationId;
import dev.countersign.core.oauth.GrantType;
import dev.countersign.core.oauth.ScopeSet;
import dev.countersign.core.oauth.TokenId;
import dev.countersign.core.rejection.Evidence;
import dev.countersign.core.rejection.RejectionCode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A complete token event; a test changes the one thing it is about. */
final class Events {
    private final Instant at;
    private final Outcome outcome;
    private String correlationId = "correlation-1";
    private Optional<String> clientId = Optional.of("orders-client");
    private Optional<String> issuer = Optional.of("partner");

    private Events(Instant at, Outcome outcome) {
        this.at = at;
        this.outcome = outcome;
    }

    static Events accepted(Instant at) {
        return new Events(at, Outcome.ACCEPTED);
    }

    static Events refused(Instant at) {
        return new Events(at, Outcome.REFUSED);
    }

    Events correlationId(String id) {
        correlationId = id;
        return this;
    }

    Events clientId(String id) {
        clientId = Optional.of(id);
        return this;
    }

    Events issuer(String name) {
        issuer = Optional.of(name);
        return this;
    }

    TokenEvent build() {
        boolean accepted = outcome == Outcome.ACCEPTED;
        return new TokenEvent(
                at,
                new CorrelationId(correlationId),
                outcome,
                accepted ? "minted" : "issuer_resolved",
                Optional.of(RejectionCode.ASSERTION_EXPIRED).filter(_ -> !accepted),
                Optional.of(new Evidence("exp after 10:00", "09:00", "ask \"again\""))
                        .filter(_ -> !accepted),
                Optional.of(GrantType.JWT_BEARER),
                clientId,
                Optional.of("orders-app"),
                Optional.of("secret-1"),
                issuer,
                Optional.of("key-1"),
                Optional.of("partner:alice").filter(_ -> accepted),
                accepted ? ScopeSet.of(List.of("orders:read")) : ScopeSet.EMPTY,
                Optional.of(new TokenId("token-1")).filter(_ -> accepted),
                Duration.ofMillis(3),
                "192.0.2.1");
    }
}
