package dev.countersign.core.event;

import dev.countersign.core.oauth.PlainText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The claims of a security event token that say what happened to whom (RFC 8417 §2.2, RFC 9493 §3.2.2). */
final class SecurityEventClaims {
    private SecurityEventClaims() {}

    /** The subject, if {@code sub_id} has the format {@code iss_sub} and names this issuer. */
    static Optional<String> subject(Map<String, Object> claims, String issuer) {
        return claims.get("sub_id") instanceof Map<?, ?> id
                        && "iss_sub".equals(id.get("format"))
                        && issuer.equals(id.get("iss"))
                        && id.get("sub") instanceof String subject
                        && !subject.isEmpty()
                        && PlainText.isIdentifier(subject)
                ? Optional.of(subject)
                : Optional.empty();
    }

    /** The events with an effect; empty when the claim {@code events} is not a JSON object of objects, or has none. */
    static Optional<List<SecurityEventType>> types(Map<String, Object> claims) {
        if (!(claims.get("events") instanceof Map<?, ?> events) || events.isEmpty()) {
            return Optional.empty();
        }
        var types = new ArrayList<SecurityEventType>();
        for (Map.Entry<?, ?> event : events.entrySet()) {
            if (!(event.getValue() instanceof Map<?, ?>)) {
                return Optional.empty();
            }
            SecurityEventType.of(String.valueOf(event.getKey())).ifPresent(types::add);
        }
        return Optional.of(List.copyOf(types));
    }
}
