package dev.countersign.server.insight.rehearsal;

import dev.countersign.core.oauth.GrantType;
import dev.countersign.core.oauth.ScopeSet;
import dev.countersign.server.insight.AuditDocument;
import dev.countersign.server.insight.AuditRecord;
import dev.countersign.server.registry.field.JsonValues;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A token request in the audit, with what is kept of it.
 *
 * @param members the event as a JSON object
 */
record RecordedRequest(AuditRecord event, Map<String, Object> members) {
    /** Longest text that is certainly stored completely. */
    private static final int LONGEST_COMPLETE = 200;

    static RecordedRequest of(AuditRecord event) {
        return new RecordedRequest(event, AuditDocument.of(event));
    }

    boolean isAccepted() {
        return event.outcome().equals("accepted");
    }

    /** Whether the server failed, so that the request was neither accepted nor refused. */
    boolean isFault() {
        return event.outcome().equals("fault");
    }

    /** The code of the refusal. */
    String code() {
        return event.code().orElse("");
    }

    boolean isOf(GrantType type) {
        return text("grant_type").filter(type.value()::equals).isPresent();
    }

    boolean presentsAssertion() {
        return isOf(GrantType.JWT_BEARER);
    }

    /** Whether a JWT of the issuer was presented, and not a token that was issued for one. */
    boolean presentsJwt() {
        return presentsAssertion()
                || (isOf(GrantType.TOKEN_EXCHANGE) && text("key_id").isPresent());
    }

    boolean hasProfile() {
        return text("grant_profile").isPresent();
    }

    boolean hasCredentials() {
        return event.clientId().isPresent();
    }

    /** Whether the application authenticated with a secret, so that it presented nothing else that is redeemed once. */
    boolean hasSecret() {
        return text("secret_id").isPresent();
    }

    /** The {@code sub} of the assertion, if it is kept completely. */
    Optional<String> issuerSubject() {
        return text("issuer_subject").filter(subject -> subject.length() <= LONGEST_COMPLETE);
    }

    /** The subject of the access token, if it is kept completely. */
    Optional<String> subject() {
        return event.subject().filter(subject -> subject.length() <= LONGEST_COMPLETE);
    }

    /** The scopes of the access token. */
    ScopeSet scopes() {
        return members.get("scopes") instanceof List<?> tokens
                ? ScopeSet.of(tokens.stream().map(String::valueOf).toList())
                : ScopeSet.EMPTY;
    }

    /** The value that the failed check required. */
    String expected() {
        return evidence("expected");
    }

    /** The value that the failed check found. */
    String actual() {
        return evidence("actual");
    }

    private String evidence(String name) {
        return JsonValues.members(members.getOrDefault("evidence", Map.of()))
                .map(evidence -> evidence.get(name))
                .map(String::valueOf)
                .orElse("");
    }

    private Optional<String> text(String name) {
        return members.get(name) instanceof String text ? Optional.of(text) : Optional.empty();
    }
}
