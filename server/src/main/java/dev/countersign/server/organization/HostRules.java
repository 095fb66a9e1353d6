package dev.countersign.server.organization;

import dev.countersign.server.organization.OrganizationHost.Certificate;
import java.util.Optional;

/** Port to what the host names of organizations depend on: the server that runs. */
public interface HostRules {
    /** Whether this is the host of the base URL, which belongs to the root organization. */
    boolean isOfServer(String name);

    /** The reason why the files cannot be used on this node, as a sentence without anything of their content. */
    Optional<String> objection(Certificate certificate);

    /** The issuer identifier of an organization. */
    String issuer(Organization organization);
}
