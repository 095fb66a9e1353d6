package dev.countersign.server.store.audit;

import dev.countersign.core.audit.RefusalSummary;
import dev.countersign.core.audit.TokenEvent;
import dev.countersign.core.audit.TokenEvent.Outcome;
import dev.countersign.core.jose.json.JsonText;
import dev.countersign.core.oauth.GrantProfile;
import dev.countersign.core.oauth.GrantType;
import dev.countersign.core.oauth.TokenId;
import dev.countersign.core.rejection.Evidence;
import dev.countersign.core.rejection.RejectionCode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A token event as JSON: one line of the log, or the members that the database stores without a column. */
final class TokenEventJson {
    private TokenEventJson() {}

    /**
     * The whole event, in one line.
     *
     * @param detail the members that have no column, with which the line ends; there are always some
     */
    static String line(TokenEvent event, String detail) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("at", event.at().toString());
        line.put("kind", "token");
        line.put("correlation_id", event.correlationId().value());
        line.put("outcome", word(event.outcome()));
        line.put("stage", event.stage());
        put(line, "code", event.code().map(RejectionCode::value));
        put(line, "client_id", event.clientId());
        put(line, "application", event.application());
        put(line, "issuer", event.issuer());
        put(line, "subject", event.subject());
        put(line, "token_id", event.tokenId().map(TokenId::value));
        String begin = JsonText.text(line);
        return begin.substring(0, begin.length() - 1) + "," + detail.substring(1);
    }

    /** A summary, in one line. */
    static String line(RefusalSummary summary) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("at", summary.to().toString());
        line.put("kind", "summary");
        line.put("outcome", word(summary.outcome()));
        put(line, "code", summary.code().map(RejectionCode::value));
        putRest(line, summary);
        return JsonText.text(line);
    }

    /** The members of a summary that have no column. */
    static String detail(RefusalSummary summary) {
        Map<String, Object> detail = new LinkedHashMap<>();
        putRest(detail, summary);
        return JsonText.text(detail);
    }

    private static void putRest(Map<String, Object> rest, RefusalSummary summary) {
        rest.put("count", summary.count());
        rest.put("from", summary.from().toString());
        rest.put("to", summary.to().toString());
    }

    /** The members that have no column. */
    static String detail(TokenEvent event) {
        Map<String, Object> rest = new LinkedHashMap<>();
        put(rest, "grant_type", event.grantType().map(GrantType::value));
        put(rest, "grant_profile", event.profile().map(GrantProfile::value));
        put(rest, "actor", event.actor());
        put(rest, "secret_id", event.secretId());
        put(rest, "key_id", event.keyId());
        event.issuerSubject()
                .filter(subject -> AuditRows.shortened(subject).equals(subject))
                .ifPresent(subject -> rest.put("issuer_subject", subject));
        if (!event.scopes().isEmpty()) {
            rest.put("scopes", List.copyOf(event.scopes().tokens()));
        }
        event.evidence().ifPresent(evidence -> rest.put("evidence", evidence(event, evidence)));
        rest.put("duration_us", event.duration().toNanos() / 1000);
        rest.put("remote_address", AuditRows.shortened(event.remoteAddress()));
        return JsonText.text(rest);
    }

    /** Includes the current title of the refusal, so that an old event keeps its wording. */
    private static Map<String, Object> evidence(TokenEvent event, Evidence evidence) {
        Map<String, Object> members = new LinkedHashMap<>();
        put(members, "title", event.code().map(RejectionCode::title));
        members.put("expected", AuditRows.shortened(evidence.expected()));
        members.put("actual", AuditRows.shortened(evidence.actual()));
        members.put("hint", AuditRows.shortened(evidence.hint()));
        return members;
    }

    static String word(Outcome outcome) {
        return outcome.name().toLowerCase(Locale.ROOT);
    }

    private static void put(Map<String, Object> object, String name, Optional<String> text) {
        text.ifPresent(present -> object.put(name, AuditRows.shortened(present)));
    }
}
