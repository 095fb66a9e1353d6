package dev.countersign.server.people.token;

import dev.countersign.core.audit.AdminEvent;
import dev.countersign.core.jose.json.JsonText;
import dev.countersign.server.operation.Administrator;
import dev.countersign.server.people.Person;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Optional;

/** Audit events of personal access tokens; never with a token or its hash. */
record PersonalTokenEvents(Administrator administrator, Instant at) {

    AdminEvent created(PersonalToken token, Person person) {
        return event("created", token, Optional.empty(), Optional.of(json(token, person)));
    }

    AdminEvent revoked(PersonalToken token, Person person) {
        return event("revoked", token, Optional.of(json(token, person)), Optional.empty());
    }

    private AdminEvent event(String action, PersonalToken token, Optional<String> before, Optional<String> after) {
        return new AdminEvent(
                at,
                administrator.correlationId(),
                administrator.author(),
                "personal_access_token." + action,
                token.id().value(),
                token.name(),
                before,
                after);
    }

    private static String json(PersonalToken token, Person person) {
        var members = new LinkedHashMap<String, Object>();
        members.put("username", person.username());
        members.put("name", token.name());
        members.put("role", token.role().word());
        members.put("expires_at", token.expiresAt().toString());
        return new String(JsonText.write(members), StandardCharsets.UTF_8);
    }
}
