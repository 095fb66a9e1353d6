package dev.countersign.server.store.audit;

import dev.countersign.core.audit.TokenEvent;
import dev.countersign.core.audit.TokenEvent.Outcome;
import dev.countersign.core.oauth.ApplicationId;
import dev.countersign.core.oauth.CorrelationId;
import dev.countersign.core.oauth.GrantType;
import dev.countersign.core.oauth.IssuerId;
import dev.countersign.core.oauth.ScopeSet;
import dev.countersign.core.oauth.TokenId;
import dev.countersign.core.rejection.Evidence;
import dev.countersign.core.rejection.RejectionCode;
import dev.countersign.server.store.column.OrganizationKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A complete token event; a test changes the one property it is about. */
public final class SampleEvents {
    private final Instant at;
    private final Outcome outcome;
    private String correlationId = "correlation-1";
    private Optional<String> clientId = Optional.of("orders-client");
    private Optional<String> issuer = Optional.of("partner");

    private Optional<IssuerId> issuerId = Optional.of(new IssuerId("issuer-1"));
    private Optional<String> application = Optional.of("orders-app");
    private Optional<ApplicationId> applicationId = Optional.of(new ApplicationId("application-1"));
    private Optional<RejectionCode> code;
    private Optional<String> subject;
    private Optional<String> issuerSubject = Optional.empty();
    private String secret = "secret-1";
    private String key = "key-1";
    private String remoteAddress = "192.0.2.1";

    private SampleEvents(Instant at, Outcome outcome) {
        this.at = at;
        this.outcome = outcome;
        this.code = Optional.of(RejectionCode.ASSERTION_EXPIRED).filter(_ -> outcome == Outcome.REFUSED);
        this.subject = Optional.of("partner:alice").filter(_ -> outcome == Outcome.ACCEPTED);
    }

    public static SampleEvents fault(Instant at) {
        return new SampleEvents(at, Outcome.FAULT).of(Optional.empty(), Optional.empty());
    }

    /** What the request was resolved to; the names are made of the ids. */
    public SampleEvents of(Optional<IssuerId> fromIssuer, Optional<ApplicationId> byApplication) {
        issuerId = fromIssuer;
        issuer = fromIssuer.map(id -> nameOf(id.value()));
        applicationId = byApplication;
        application = byApplication.map(id -> nameOf(id.value()));
        return this;
    }

    public static String nameOf(String id) {
        return "name of " + id;
    }

    public SampleEvents subject(String name) {
        subject = Optional.of(name).filter(_ -> outcome == Outcome.ACCEPTED);
        return this;
    }

    public SampleEvents code(RejectionCode reason) {
        code = Optional.of(reason);
        return this;
    }

    public static SampleEvents accepted(Instant at) {
        return new SampleEvents(at, Outcome.ACCEPTED);
    }

    public static SampleEvents refused(Instant at) {
        return new SampleEvents(at, Outcome.REFUSED);
    }

    public SampleEvents correlationId(String id) {
        correlationId = id;
        return this;
    }

    public SampleEvents clientId(String id) {
        clientId = Optional.of(id);
        return this;
    }

    public SampleEvents issuer(String name) {
        issuer = Optional.of(name);
        return this;
    }

    /** What a client id that proved nothing leaves behind. */
    SampleEvents unproven() {
        application = Optional.empty();
        applicationId = Optional.empty();
        return this;
    }

    /** The client id is known, and nothing is proven. */
    SampleEvents nameless() {
        application = Optional.empty();
        return this;
    }

    SampleEvents issuerSubject(String claimed) {
        issuerSubject = Optional.of(claimed);
        return this;
    }

    public SampleEvents key(String label) {
        key = label;
        return this;
    }

    public SampleEvents secret(String id) {
        secret = id;
        return this;
    }

    SampleEvents from(String address) {
        remoteAddress = address;
        return this;
    }

    /** The events as the audit writes them. */
    public static List<AuditEntry> entries(List<TokenEvent> events) {
        return events.stream()
                .<AuditEntry>map(event -> new AuditEntry.Single(OrganizationKey.ROOT, event))
                .toList();
    }

    public TokenEvent build() {
        boolean accepted = outcome == Outcome.ACCEPTED;
        return new TokenEvent(
                at,
                new CorrelationId(correlationId),
                outcome,
                accepted ? "minted" : "issuer_resolved",
                code,
                Optional.of(new Evidence("exp after 10:00", "09:00", "ask \"again\""))
                        .filter(_ -> !accepted),
                Optional.of(GrantType.JWT_BEARER),
                Optional.empty(),
                clientId,
                application,
                applicationId,
                Optional.of(secret),
                issuer,
                issuerId,
                Optional.of(key),
                subject,
                issuerSubject,
                Optional.empty(),
                accepted ? ScopeSet.of(List.of("orders:read")) : ScopeSet.EMPTY,
                Optional.of(new TokenId("token-1")).filter(_ -> accepted),
                Duration.ofMillis(3),
                remoteAddress);
    }
}
