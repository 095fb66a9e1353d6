package dev.countersign.server.store.organization;

import dev.countersign.server.organization.Organization;
import dev.countersign.server.organization.OrganizationLimits;
import dev.countersign.server.store.column.ColumnJson;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The column with what an organization has beyond its own columns. */
final class OrganizationDocument {
    private static final String APPLICATIONS = "applications";
    private static final String ISSUERS = "trusted_token_issuers";
    private static final String REQUESTS = "requests_per_second";

    private OrganizationDocument() {}

    static String write(Organization organization) {
        ObjectNode limits = ColumnJson.object();
        organization.limits().applications().ifPresent(limit -> limits.put(APPLICATIONS, limit));
        organization.limits().issuers().ifPresent(limit -> limits.put(ISSUERS, limit));
        organization.limits().requestsPerSecond().ifPresent(limit -> limits.put(REQUESTS, limit));
        ObjectNode document = ColumnJson.object();
        document.set("limits", limits);
        return ColumnJson.write(document);
    }

    static OrganizationLimits limits(String document) {
        JsonNode limits = ColumnJson.read(document).path("limits");
        return new OrganizationLimits(limit(limits, APPLICATIONS), limit(limits, ISSUERS), limit(limits, REQUESTS));
    }

    private static Optional<Long> limit(JsonNode limits, String name) {
        return limits.path(name).isNumber() ? Optional.of(limits.path(name).asLong()) : Optional.empty();
    }
}
