package dev.countersign.server.admin;

import dev.countersign.core.audit.AdminEvent;
import dev.countersign.core.jose.json.JsonText;
import dev.countersign.server.insight.AuditQuery;
import dev.countersign.server.insight.AuditQuery.Order;
import dev.countersign.server.insight.AuditRecord;
import dev.countersign.server.registry.change.TestJson;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The token requests of the issuer {@code partner} in an audit, together with the changes of issuers. */
final class RecordedRequests {
    private static final String JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer";

    private final List<AuditRecord> events;

    RecordedRequests(List<AuditRecord> audit) {
        events = audit;
    }

    /** Record of one request in the audit; a test changes the one thing it is about. */
    static final class Builder {
        private final Instant at;
        private Optional<String> code = Optional.empty();
        private Optional<String> clientId = Optional.of("orders");
        private String subject = "alice";
        private final Map<String, Object> detail = new LinkedHashMap<>();

        private Builder(Instant at) {
            this.at = at;
            detail.put("grant_type", JWT_BEARER);
            detail.put("key_id", "kid one");
            detail.put("secret_id", "secret-1");
        }

        Builder of(String sub) {
            subject = sub;
            return this;
        }

        Builder scopes(String... scopes) {
            detail.put("scopes", List.of(scopes));
            return this;
        }

        Builder with(String member, Object value) {
            detail.put(member, value);
            return this;
        }

        Builder without(String member) {
            detail.remove(member);
            return this;
        }

        Builder withoutCredentials() {
            clientId = Optional.empty();
            return without("secret_id");
        }

        Builder refused(String rejection, String expected, String actual) {
            code = Optional.of(rejection);
            detail.put("evidence", Map.of("expected", expected, "actual", actual));
            return this;
        }
    }

    static Builder accepted(Instant at) {
        return new Builder(at);
    }

    static Builder refused(Instant at, String code) {
        return new Builder(at).refused(code, "", "");
    }

    void add(Builder request) {
        boolean isRefused = request.code.isPresent();
        var detail = new LinkedHashMap<>(request.detail);
        detail.put("issuer_subject", request.subject);
        add(new AuditRecord(
                events.size() + 1,
                request.at,
                "token",
                "correlation-" + (events.size() + 1),
                isRefused ? "refused" : "accepted",
                isRefused ? "assertion_verified" : "minted",
                request.code,
                Optional.empty(),
                Optional.of("partner"),
                Optional.of("orders-app"),
                request.clientId,
                Optional.of("partner:" + request.subject),
                Optional.empty(),
                JsonText.text(detail)));
    }

    void add(AuditRecord event) {
        events.add(event);
    }

    /** A change of an issuer as the store keeps it. */
    void add(AdminEvent change) {
        var detail = new LinkedHashMap<String, Object>();
        detail.put("target_id", change.targetId());
        change.before().ifPresent(before -> detail.put("before", TestJson.exact(before)));
        change.after().ifPresent(after -> detail.put("after", TestJson.exact(after)));
        add(new AuditRecord(
                events.size() + 1,
                change.at(),
                "admin",
                change.correlationId().value(),
                "changed",
                change.action(),
                Optional.empty(),
                Optional.of(change.actor()),
                Optional.of(change.targetName()),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                JsonText.text(detail)));
    }

    /** The answer of the audit, by the filters that are used here. */
    List<AuditRecord> find(AuditQuery query) {
        List<AuditRecord> ordered =
                query.stretch().order() == Order.NEWEST_FIRST ? events.reversed() : List.copyOf(events);
        return ordered.stream()
                .filter(event -> event.id() > query.stretch().after()
                        && event.id() <= query.stretch().upTo())
                .filter(event -> query.kind().filter(event.kind()::equals).isPresent())
                .filter(event -> query.issuer().equals(event.issuer()))
                .filter(event -> query.from().filter(event.at()::isBefore).isEmpty())
                .limit(query.limit())
                .toList();
    }
}
