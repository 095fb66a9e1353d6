package dev.countersign.server;

import dev.countersign.core.trust.ServerRules;
import dev.countersign.server.net.JwksUrlCheck;
import dev.countersign.server.organization.Organization;
import dev.countersign.server.organization.OrganizationInput.BootstrapClient;
import dev.countersign.server.organization.Organizations;
import dev.countersign.server.people.Person;
import dev.countersign.server.people.SetupCode;
import dev.countersign.server.registry.DraftTrust;
import dev.countersign.server.registry.change.BootstrapAdministrator;
import dev.countersign.server.registry.plan.ExportTrust;
import dev.countersign.server.registry.trust.RegistrationLimits;
import dev.countersign.server.registry.trust.TrustConfiguration;
import dev.countersign.server.store.OrganizationDatabase;
import dev.countersign.server.store.column.OrganizationKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Contents of other organizations, as the use cases of the root organization read and create them. */
record FoundedOrganizations(SharedParts shared, ServedOrganizations served) implements Organizations.Founding {

    @Override
    public Optional<String> objection(BootstrapClient client) {
        return BootstrapAdministrator.objection(client.clientId(), client.clientSecret());
    }

    @Override
    public DraftTrust draft(String slug, RegistrationLimits limits) {
        var urls = new JwksUrlCheck(shared.outbound());
        ServerRules rules = OrganizationParts.rules(shared, shared.self().ofOrganization(slug));
        return new DraftTrust(rules, limits, urls::objection, Wiring.CLOCK);
    }

    /** Reads the database: a disabled organization can be exported too. */
    @Override
    public Map<String, Object> exported(Organization organization) {
        return new ExportTrust(new TrustConfiguration(
                        rows(organization).trust(), OrganizationParts.rules(shared, served.identity(organization))))
                .export();
    }

    @Override
    public List<Person> people(Organization organization) {
        return rows(organization).people().people();
    }

    @Override
    public Optional<String> administratorLink(Organization organization) {
        return people(organization).isEmpty()
                ? Administration.setupLink(
                        served.identity(organization),
                        served.parts(organization).people())
                : Optional.empty();
    }

    @Override
    public String setupLink(Organization organization, SetupCode code) {
        return Administration.setupLink(served.identity(organization), code);
    }

    @Override
    public String invitationLink(Organization organization, SetupCode code) {
        return served.identity(organization).base() + "/console/welcome?code=" + code.value();
    }

    private OrganizationDatabase rows(Organization organization) {
        return shared.database().of(new OrganizationKey(organization.number()));
    }
}
