package dev.countersign.server.console;

import dev.countersign.core.grant.TokenRequestHandler;
import dev.countersign.server.console.account.AccountSection;
import dev.countersign.server.console.account.AdministratorsSection;
import dev.countersign.server.console.account.OneTimeLinkSection;
import dev.countersign.server.console.account.PasskeyLinkSection;
import dev.countersign.server.console.account.PasskeySignInSection;
import dev.countersign.server.console.account.PasskeysSection;
import dev.countersign.server.console.account.PersonalTokensSection;
import dev.countersign.server.console.account.ProviderSection;
import dev.countersign.server.console.account.SignInSection;
import dev.countersign.server.console.account.SignInWays;
import dev.countersign.server.console.activity.ActivityCharts;
import dev.countersign.server.console.activity.ActivitySection;
import dev.countersign.server.console.application.ApisSection;
import dev.countersign.server.console.application.ApplicationPages;
import dev.countersign.server.console.application.ApplicationReach;
import dev.countersign.server.console.application.ApplicationSecrets;
import dev.countersign.server.console.application.ApplicationsSection;
import dev.countersign.server.console.docs.DocsSection;
import dev.countersign.server.console.docs.Documentation;
import dev.countersign.server.console.find.FindSection;
import dev.countersign.server.console.issuer.ConnectionKeys;
import dev.countersign.server.console.issuer.ConnectionPages;
import dev.countersign.server.console.issuer.ConnectionPolicy;
import dev.countersign.server.console.issuer.ConnectionRehearsal;
import dev.countersign.server.console.issuer.ConnectionSubjects;
import dev.countersign.server.console.issuer.ConnectionWizard;
import dev.countersign.server.console.issuer.ConnectionsSection;
import dev.countersign.server.console.list.ColumnsSection;
import dev.countersign.server.console.organization.OrganizationEntry;
import dev.countersign.server.console.organization.OrganizationTransferSection;
import dev.countersign.server.console.organization.OrganizationsSection;
import dev.countersign.server.console.overview.HomeSection;
import dev.countersign.server.console.overview.SettingsSection;
import dev.countersign.server.console.overview.SigningKeysSection;
import dev.countersign.server.console.page.Banner;
import dev.countersign.server.console.page.ConsoleSection;
import dev.countersign.server.console.page.Route;
import dev.countersign.server.console.page.ServerFacts;
import dev.countersign.server.console.tryout.TrySection;
import dev.countersign.server.console.undo.UndoSection;
import dev.countersign.server.insight.AuditRecords;
import dev.countersign.server.insight.ExchangeCounts;
import dev.countersign.server.insight.ExplainAssertion;
import dev.countersign.server.insight.InspectIssuerKeys;
import dev.countersign.server.insight.IssuerHealth;
import dev.countersign.server.insight.LastUses;
import dev.countersign.server.insight.RevokeTokens;
import dev.countersign.server.insight.rehearsal.RehearseIssuer;
import dev.countersign.server.notice.NoticeServices;
import dev.countersign.server.organization.Organizations;
import dev.countersign.server.people.PeopleServices;
import dev.countersign.server.people.Visits;
import dev.countersign.server.people.passkey.PasskeyServices;
import dev.countersign.server.people.token.PersonalTokens;
import dev.countersign.server.registry.TestIssuer;
import dev.countersign.server.registry.UseCases;
import dev.countersign.server.signing.RotateSigningKeys;
import dev.countersign.server.subject.BlockSubjects;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Services that the console uses.
 *
 * @param server facts about the server
 * @param banner of an organization other than the root
 * @param organizations the other organizations, in the console of the root
 * @param visits visits of other organizations
 * @param ways of signing in
 * @param passkeys of the users; empty where browsers offer none
 */
public record ConsoleParts(
        ServerFacts server,
        Optional<Banner> banner,
        Optional<Organizations> organizations,
        Visits visits,
        PeopleServices people,
        SignInWays ways,
        PersonalTokens personalTokens,
        Optional<PasskeyServices> passkeys,
        UseCases useCases,
        InspectIssuerKeys issuerKeys,
        LastUses lastUses,
        ExplainAssertion explain,
        RehearseIssuer rehearse,
        TokenRequestHandler exchange,
        Optional<TestIssuer> testIssuer,
        AuditRecords audit,
        ExchangeCounts counts,
        IssuerHealth health,
        NoticeServices notices,
        RotateSigningKeys signingKeys,
        RevokeTokens revokeTokens,
        BlockSubjects blockSubjects,
        InstantSource clock) {

    List<Route> routes() {
        Stream<ConsoleSection> ofRoot = organizations.stream()
                .flatMap(others -> Stream.of(
                        new OrganizationsSection(others, server),
                        new OrganizationTransferSection(others),
                        new OrganizationEntry(others, visits)));
        Stream<ConsoleSection> ofProvider =
                ways.provider().stream().map(provider -> new ProviderSection(provider, people.providerSignIn()));
        Stream<ConsoleSection> ofPasskeys = passkeys.stream()
                .flatMap(services -> Stream.of(
                        new PasskeySignInSection(services),
                        new PasskeysSection(people.people(), services),
                        new PasskeyLinkSection(people.people(), services)));
        return Stream.of(common(), ofRoot, ofProvider, ofPasskeys)
                .flatMap(Function.identity())
                .map(ConsoleSection::routes)
                .flatMap(List::stream)
                .toList();
    }

    private ActivityCharts charts() {
        return new ActivityCharts(useCases.configuration(), counts, audit, clock);
    }

    private Stream<ConsoleSection> common() {
        return Stream.of(
                new SignInSection(people.signIn(), people.sessions(), ways),
                new OneTimeLinkSection(people, banner.isEmpty(), passkeys.isPresent()),
                new HomeSection(useCases.configuration(), health, notices, counts),
                new ConnectionWizard(useCases, server),
                new ConnectionsSection(useCases, health, counts),
                new ConnectionPages(useCases, revokeTokens, health, counts, charts()),
                new ConnectionKeys(useCases, issuerKeys),
                new ConnectionPolicy(useCases, new ConnectionRehearsal(rehearse, explain)),
                new ConnectionSubjects(useCases, blockSubjects),
                new ApplicationsSection(useCases, counts),
                new ApplicationPages(useCases, revokeTokens, server, counts, charts()),
                new ApplicationReach(useCases),
                new ApplicationSecrets(useCases, lastUses, clock),
                new ApisSection(useCases),
                new TrySection(useCases.configuration(), explain, exchange, testIssuer, audit, clock),
                new ActivitySection(audit, useCases.configuration(), blockSubjects, charts()),
                new AdministratorsSection(people, server),
                new AccountSection(people, passkeys.isPresent()),
                new PersonalTokensSection(people.people(), personalTokens),
                new SigningKeysSection(signingKeys),
                new SettingsSection(server),
                new UndoSection(useCases, blockSubjects, audit),
                new ColumnsSection(),
                new DocsSection(Documentation.instance()),
                new FindSection(useCases.configuration(), Documentation.instance(), organizations.isPresent()));
    }
}
