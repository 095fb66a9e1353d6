package dev.countersign.server.store.organization;

import dev.countersign.server.organization.Organization;
import dev.countersign.server.organization.OrganizationHost;
import dev.countersign.server.organization.OrganizationHost.Certificate;
import dev.countersign.server.organization.OrganizationLimits;
import dev.countersign.server.store.column.ColumnJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The column with what an organization has beyond its own columns. */
final class OrganizationDocument {
    private static final String APPLICATIONS = "applications";
    private static final String ISSUERS = "trusted_token_issuers";
    private static final String REQUESTS = "requests_per_second";
    private static final String HOSTS = "hosts";
    private static final String NAME = "name";
    private static final String CERTIFICATE_FILE = "certificate_file";
    private static final String KEY_FILE = "key_file";

    private OrganizationDocument() {}

    static String write(Organization organization) {
        ObjectNode limits = ColumnJson.object();
        organization.limits().applications().ifPresent(limit -> limits.put(APPLICATIONS, limit));
        organization.limits().issuers().ifPresent(limit -> limits.put(ISSUERS, limit));
        organization.limits().requestsPerSecond().ifPresent(limit -> limits.put(REQUESTS, limit));
        ObjectNode document = ColumnJson.object();
        document.set("limits", limits);
        if (!organization.hosts().isEmpty()) {
            ArrayNode hosts = document.putArray(HOSTS);
            organization.hosts().forEach(host -> write(hosts.addObject(), host));
        }
        return ColumnJson.write(document);
    }

    private static void write(ObjectNode document, OrganizationHost host) {
        document.put(NAME, host.name());
        host.certificate().ifPresent(certificate -> {
            document.put(CERTIFICATE_FILE, certificate.file());
            document.put(KEY_FILE, certificate.keyFile());
        });
    }

    /** The host names; an organization of a version before them has none. */
    static List<OrganizationHost> hosts(String document) {
        var hosts = new ArrayList<OrganizationHost>();
        for (JsonNode host : ColumnJson.read(document).path(HOSTS)) {
            hosts.add(new OrganizationHost(
                    host.path(NAME).asString(),
                    host.has(CERTIFICATE_FILE)
                            ? Optional.of(new Certificate(
                                    host.path(CERTIFICATE_FILE).asString(),
                                    host.path(KEY_FILE).asString()))
                            : Optional.empty()));
        }
        return hosts;
    }

    static OrganizationLimits limits(String document) {
        JsonNode limits = ColumnJson.read(document).path("limits");
        return new OrganizationLimits(limit(limits, APPLICATIONS), limit(limits, ISSUERS), limit(limits, REQUESTS));
    }

    private static Optional<Long> limit(JsonNode limits, String name) {
        return limits.path(name).isNumber() ? Optional.of(limits.path(name).asLong()) : Optional.empty();
    }
}
