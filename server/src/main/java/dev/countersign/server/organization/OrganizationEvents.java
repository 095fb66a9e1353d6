package dev.countersign.server.organization;

import dev.countersign.core.audit.AdminEvent;
import dev.countersign.core.jose.json.JsonText;
import dev.countersign.server.operation.Administrator;
import dev.countersign.server.people.Person;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/** Audit events about organizations, of one moment. */
record OrganizationEvents(Administrator administrator, Instant at) {

    AdminEvent of(String action, Optional<Organization> before, Optional<Organization> after) {
        Organization concerned = after.or(() -> before).orElseThrow();
        return new AdminEvent(
                at,
                administrator.correlationId(),
                administrator.author(),
                "organization." + action,
                concerned.id(),
                concerned.slug(),
                before.map(OrganizationEvents::json),
                after.map(OrganizationEvents::json));
    }

    /** The administrator of the root organization as other organizations have the actions on record. */
    static Administrator visiting(Administrator administrator) {
        return new Administrator(
                Person.visitorName(administrator.name()),
                administrator.correlationId(),
                administrator.authority(),
                administrator.token());
    }

    private static String json(Organization organization) {
        return new String(JsonText.write(organization.document()), StandardCharsets.UTF_8);
    }
}
