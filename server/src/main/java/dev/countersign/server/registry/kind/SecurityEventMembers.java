package dev.countersign.server.registry.kind;

import dev.countersign.core.jose.json.JsonNull;
import dev.countersign.core.oauth.Audience;
import dev.countersign.core.trust.TrustedIssuer.SecurityEventRule;
import dev.countersign.server.operation.Problem;
import dev.countersign.server.registry.field.InputMembers;
import dev.countersign.server.registry.field.JsonValues;
import dev.countersign.server.registry.field.MemberType;
import dev.countersign.server.registry.field.Shape;
import dev.countersign.server.registry.field.StoredMembers;
import dev.countersign.server.registry.field.StoredType;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The member {@code security_events} of an issuer: whether security event tokens are received, and for whom. */
final class SecurityEventMembers {
    private static final String ENABLED = "enabled";
    private static final String AUDIENCE = "audience";

    static final MemberType<SecurityEventRule> TYPE = new MemberType<>(
            (members, name) -> members.object(name, Set.of(ENABLED, AUDIENCE)).map(SecurityEventMembers::read),
            SecurityEventMembers::document,
            new StoredType<>(
                    rule -> rule.equals(SecurityEventRule.OFF) ? Optional.empty() : Optional.of(stored(rule)),
                    (document, name) -> document.optionalMembers(name).map(SecurityEventMembers::ofStored)),
            JsonValues.parsed("""
                    {"type": "object", "properties": {
                       "enabled": {"type": "boolean", "default": false},
                       "audience": {"type": ["string", "null"], "maxLength": 2000}},
                     "additionalProperties": false}"""),
            Shape.OBJECT,
            false);

    private SecurityEventMembers() {}

    private static SecurityEventRule read(InputMembers events) {
        boolean enabled = events.flag(ENABLED).orElse(false);
        Optional<Audience> audience =
                events.optionalText(AUDIENCE, IdentityMembers.IDENTIFIER).map(Audience::new);
        if (enabled && !events.has(AUDIENCE)) {
            events.problem(
                    AUDIENCE, Problem.REQUIRED, "Needed when enabled: the aud of the issuer's security event tokens.");
        }
        return new SecurityEventRule(enabled, audience);
    }

    private static Map<String, Object> document(SecurityEventRule rule) {
        return JsonValues.object(
                ENABLED,
                rule.enabled(),
                AUDIENCE,
                rule.audience().<Object>map(Audience::value).orElse(JsonNull.NULL));
    }

    private static Map<String, Object> stored(SecurityEventRule rule) {
        Map<String, Object> members = document(rule);
        members.values().removeIf(JsonNull.NULL::equals);
        return members;
    }

    private static SecurityEventRule ofStored(StoredMembers rule) {
        return new SecurityEventRule(
                rule.flag(ENABLED).orElse(false), rule.optionalText(AUDIENCE).map(Audience::new));
    }
}
