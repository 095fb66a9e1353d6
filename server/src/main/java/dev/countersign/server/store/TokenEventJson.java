package dev.countersign.server.store;

import dev.countersign.core.audit.TokenEvent;
import dev.countersign.core.oauth.GrantType;
import dev.countersign.core.oauth.TokenId;
import dev.countersign.core.rejection.Evidence;
import dev.countersign.core.rejection.RejectionCode;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** A token event as JSON: one line of the log, or the part of it that the database keeps without a column. */
final class TokenEventJson {
    private TokenEventJson() {}

    /** The whole event, in one line. */
    static String line(TokenEvent event) {
        ObjectNode line = Json.object();
        line.put("at", event.at().toString())
                .put("kind", "token")
                .put("correlation_id", event.correlationId().value())
                .put("outcome", outcome(event))
                .put("stage", event.stage());
        put(line, "code", event.code().map(RejectionCode::value));
        put(line, "client_id", event.clientId());
        put(line, "application", event.application());
        put(line, "issuer", event.issuer());
        put(line, "subject", event.subject());
        put(line, "token_id", event.tokenId().map(TokenId::value));
        return Json.write(line.setAll(rest(event)));
    }

    /** The members that have no column. */
    static String detail(TokenEvent event) {
        return Json.write(rest(event));
    }

    private static ObjectNode rest(TokenEvent event) {
        ObjectNode rest = Json.object();
        put(rest, "grant_type", event.grantType().map(GrantType::value));
        put(rest, "secret_id", event.secretId());
        put(rest, "key_id", event.keyId());
        if (!event.scopes().isEmpty()) {
            Json.put(rest, "scopes", event.scopes().tokens().stream());
        }
        event.evidence().ifPresent(evidence -> rest.set("evidence", evidence(event, evidence)));
        return rest.put("duration_us", event.duration().toNanos() / 1000).put("remote_address", event.remoteAddress());
    }

    /** With the title of its time, so that an old refusal reads as it did when it happened. */
    private static ObjectNode evidence(TokenEvent event, Evidence evidence) {
        ObjectNode object = Json.object();
        put(object, "title", event.code().map(RejectionCode::title));
        return object.put("expected", evidence.expected())
                .put("actual", evidence.actual())
                .put("hint", evidence.hint());
    }

    static String outcome(TokenEvent event) {
        return event.outcome().name().toLowerCase(Locale.ROOT);
    }

    private static void put(ObjectNode object, String name, Optional<String> text) {
        text.ifPresent(present -> object.put(name, AuditRows.shortened(present)));
    }
}
