package dev.countersign.server.console;

import dev.countersign.core.grant.TokenRequestHandler;
import dev.countersign.server.console.account.AccountSection;
import dev.countersign.server.console.account.AdministratorsSection;
import dev.countersign.server.console.account.OneTimeLinkSection;
import dev.countersign.server.console.account.SignInSection;
import dev.countersign.server.console.activity.ActivitySection;
import dev.countersign.server.console.application.ApisSection;
import dev.countersign.server.console.application.ApplicationPages;
import dev.countersign.server.console.application.ApplicationSecrets;
import dev.countersign.server.console.application.ApplicationsSection;
import dev.countersign.server.console.issuer.ConnectionKeys;
import dev.countersign.server.console.issuer.ConnectionPages;
import dev.countersign.server.console.issuer.ConnectionPolicy;
import dev.countersign.server.console.issuer.ConnectionWizard;
import dev.countersign.server.console.issuer.ConnectionsSection;
import dev.countersign.server.console.overview.HomeSection;
import dev.countersign.server.console.overview.SettingsSection;
import dev.countersign.server.console.overview.SigningKeysSection;
import dev.countersign.server.console.page.ConsoleSection;
import dev.countersign.server.console.page.Route;
import dev.countersign.server.console.page.ServerFacts;
import dev.countersign.server.console.tryout.TrySection;
import dev.countersign.server.management.AuditRecords;
import dev.countersign.server.management.ExchangeCounts;
import dev.countersign.server.management.ExpiringSoon;
import dev.countersign.server.management.ExplainAssertion;
import dev.countersign.server.management.InspectIssuerKeys;
import dev.countersign.server.management.IssuerHealth;
import dev.countersign.server.management.LastUses;
import dev.countersign.server.management.RevokeTokens;
import dev.countersign.server.management.RotateSigningKeys;
import dev.countersign.server.management.TestIssuer;
import dev.countersign.server.management.UseCases;
import dev.countersign.server.people.PeopleServices;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the console shows and changes.
 *
 * @param server what the server says of itself
 */
public record ConsoleParts(
        ServerFacts server,
        PeopleServices people,
        UseCases useCases,
        InspectIssuerKeys issuerKeys,
        LastUses lastUses,
        ExplainAssertion explain,
        TokenRequestHandler exchange,
        Optional<TestIssuer> testIssuer,
        AuditRecords audit,
        ExchangeCounts counts,
        IssuerHealth health,
        ExpiringSoon expiring,
        RotateSigningKeys signingKeys,
        RevokeTokens revokeTokens,
        InstantSource clock) {

    List<Route> routes() {
        return Stream.<ConsoleSection>of(
                        new SignInSection(people.signIn(), people.sessions()),
                        new OneTimeLinkSection(people),
                        new HomeSection(useCases.configuration(), health, expiring, counts),
                        new ConnectionWizard(useCases, server),
                        new ConnectionsSection(useCases.configuration(), health, counts),
                        new ConnectionPages(useCases, revokeTokens, health, counts, audit),
                        new ConnectionKeys(useCases, issuerKeys),
                        new ConnectionPolicy(useCases),
                        new ApplicationsSection(useCases, counts),
                        new ApplicationPages(useCases, revokeTokens, server, counts, audit),
                        new ApplicationSecrets(useCases, lastUses, clock),
                        new ApisSection(useCases),
                        new TrySection(useCases.configuration(), explain, exchange, testIssuer, audit),
                        new ActivitySection(audit),
                        new AdministratorsSection(people, server),
                        new AccountSection(people),
                        new SigningKeysSection(signingKeys),
                        new SettingsSection(server))
                .map(ConsoleSection::routes)
                .flatMap(List::stream)
                .toList();
    }
}
