package dev.countersign.server.store.audit;

import dev.countersign.server.insight.AuditQuery;
import dev.countersign.server.insight.AuditQuery.Stretch;
import java.time.Instant;
import java.util.Optional;

/** The filters of an audit query, each of which is optional. */
public final class Filters {
    private Optional<String> correlationId = Optional.empty();
    private Optional<String> kind = Optional.empty();
    private Optional<String> outcome = Optional.empty();
    private Optional<String> code = Optional.empty();
    private Optional<String> issuer = Optional.empty();
    private Optional<String> application = Optional.empty();
    private Optional<String> subject = Optional.empty();
    private Optional<String> actor = Optional.empty();
    private Optional<Instant> from = Optional.empty();
    private Optional<Instant> to = Optional.empty();
    private Optional<String> q = Optional.empty();
    private Stretch stretch = Stretch.backFrom(Long.MAX_VALUE);
    private int limit = 100;

    Filters correlationId(String v) {
        correlationId = Optional.of(v);
        return this;
    }

    Filters actor(String v) {
        actor = Optional.of(v);
        return this;
    }

    public Filters kind(String v) {
        kind = Optional.of(v);
        return this;
    }

    Filters outcome(String v) {
        outcome = Optional.of(v);
        return this;
    }

    Filters code(String v) {
        code = Optional.of(v);
        return this;
    }

    public Filters issuer(String v) {
        issuer = Optional.of(v);
        return this;
    }

    Filters application(String v) {
        application = Optional.of(v);
        return this;
    }

    Filters subject(String v) {
        subject = Optional.of(v);
        return this;
    }

    public Filters from(Instant v) {
        from = Optional.of(v);
        return this;
    }

    public Filters to(Instant v) {
        to = Optional.of(v);
        return this;
    }

    Filters q(String v) {
        q = Optional.of(v);
        return this;
    }

    Filters stretch(Stretch v) {
        stretch = v;
        return this;
    }

    Filters limit(int v) {
        limit = v;
        return this;
    }

    public AuditQuery build() {
        return new AuditQuery(
                correlationId, kind, outcome, code, issuer, application, subject, actor, from, to, q, stretch, limit);
    }
}
