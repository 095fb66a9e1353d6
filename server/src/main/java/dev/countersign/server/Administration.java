package dev.countersign.server;

import dev.countersign.cli.BuildVersion;
import dev.countersign.core.explain.Explainer;
import dev.countersign.core.grant.TokenRequestHandler;
import dev.countersign.core.jose.signing.Secrets;
import dev.countersign.core.keys.Keyring;
import dev.countersign.core.oauth.CorrelationId;
import dev.countersign.core.oauth.ServerIdentity;
import dev.countersign.server.admin.AdminParts;
import dev.countersign.server.config.setting.EnvironmentVariables;
import dev.countersign.server.console.Console;
import dev.countersign.server.console.ConsoleParts;
import dev.countersign.server.console.page.Banner;
import dev.countersign.server.console.page.ServerFacts;
import dev.countersign.server.insight.Expiring;
import dev.countersign.server.insight.ExpiringSoon;
import dev.countersign.server.insight.ExplainAssertion;
import dev.countersign.server.insight.InspectIssuerKeys;
import dev.countersign.server.insight.IssuerHealth;
import dev.countersign.server.insight.IssuerKeyViews;
import dev.countersign.server.insight.RevokeTokens;
import dev.countersign.server.insight.SubjectRevocation;
import dev.countersign.server.insight.rehearsal.RehearseIssuer;
import dev.countersign.server.net.JwksUrlCheck;
import dev.countersign.server.notice.NoticeServices;
import dev.countersign.server.notice.OpenNotices;
import dev.countersign.server.notice.UndeliveredNotices;
import dev.countersign.server.organization.Organizations;
import dev.countersign.server.people.PeopleServices;
import dev.countersign.server.people.SetupCode;
import dev.countersign.server.people.Visits;
import dev.countersign.server.people.passkey.PasskeyServices;
import dev.countersign.server.people.passkey.RelyingParty;
import dev.countersign.server.people.token.PersonalTokens;
import dev.countersign.server.registry.TestIssuer;
import dev.countersign.server.registry.UseCases;
import dev.countersign.server.registry.change.BootstrapAdministrator;
import dev.countersign.server.registry.discovery.JwksTrials;
import dev.countersign.server.registry.trust.TrustConfiguration;
import dev.countersign.server.run.StartRefusedException;
import dev.countersign.server.signing.RotateSigningKeys;
import dev.countersign.server.store.OrganizationDatabase;
import dev.countersign.server.subject.BlockSubjects;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Factory of the REST API, the console and the first administrators. */
final class Administration {
    private Administration() {}

    /** Ensures that the administrators named by the environment exist. */
    static void bootstrap(TrustConfiguration configuration, PeopleServices people, Map<String, String> environment)
            throws StartRefusedException {
        Optional<Pair> application = pair(
                environment, EnvironmentVariables.BOOTSTRAP_CLIENT_ID, EnvironmentVariables.BOOTSTRAP_CLIENT_SECRET);
        if (application.isPresent()) {
            Optional<String> problem = new BootstrapAdministrator(configuration, Wiring.CLOCK)
                    .ensure(application.get().name(), application.get().secret());
            if (problem.isPresent()) {
                throw StartRefusedException.configuration(problem.get());
            }
        }
        Optional<Pair> person =
                pair(environment, EnvironmentVariables.BOOTSTRAP_USERNAME, EnvironmentVariables.BOOTSTRAP_PASSWORD);
        if (person.isPresent()) {
            List<String> problems = people.setUp()
                    .ensure(person.get().name(), person.get().secret(), new CorrelationId(Secrets.generateId()));
            if (!problems.isEmpty()) {
                throw StartRefusedException.configuration("%s and %s: %s"
                        .formatted(
                                EnvironmentVariables.BOOTSTRAP_USERNAME,
                                EnvironmentVariables.BOOTSTRAP_PASSWORD,
                                String.join(" ", problems)));
            }
        }
    }

    private record Pair(String name, String secret) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Optional<Pair> pair(Map<String, String> environment, String name, String secret)
            throws StartRefusedException {
        String first = given(environment, name).strip();
        String second = given(environment, secret);
        if (first.isEmpty() && second.isEmpty()) {
            return Optional.empty();
        }
        if (first.isEmpty() || second.isEmpty()) {
            throw StartRefusedException.configuration(
                    "%s and %s go together; only one of them is set".formatted(name, secret));
        }
        return Optional.of(new Pair(first, second));
    }

    /**
     * A variable without the trailing line ends that files and shells add to a value; a blank one counts as not set.
     */
    private static String given(Map<String, String> environment, String variable) {
        String value = environment.getOrDefault(variable, "");
        return value.isBlank() ? "" : value.replaceAll("^[\\r\\n]+|[\\r\\n]+$", "");
    }

    static AdminParts parts(
            SharedParts shared,
            TrustConfiguration configuration,
            Keyring keyring,
            Explainer explainer,
            RotateSigningKeys signingKeys,
            NoticeServices notices,
            OrganizationDatabase database) {
        var urls = new JwksUrlCheck(shared.outbound());
        var revokeTokens = new RevokeTokens(configuration, database.revokedTokens(), Wiring.CLOCK);
        var useCases = UseCases.of(configuration, urls::objection, JwksTrials.of(keyring), Wiring.CLOCK);
        return new AdminParts(
                useCases,
                new InspectIssuerKeys(configuration, IssuerKeyViews.of(keyring), database.lastUses()),
                database.lastUses(),
                new ExplainAssertion(explainer, configuration, useCases.issuers()),
                new RehearseIssuer(useCases.issuers(), database.auditRecords(), Wiring.CLOCK),
                database.auditRecords(),
                signingKeys,
                revokeTokens,
                new SubjectRevocation(configuration, revokeTokens),
                new BlockSubjects(configuration, database.blockedSubjects(), Wiring.CLOCK),
                notices);
    }

    /**
     * The notices of an organization.
     *
     * @param certificates those of its host names; in the root, those of all organizations and of the server itself
     */
    static NoticeServices notices(
            TrustConfiguration configuration,
            Keyring issuers,
            Keyring applications,
            PersonalTokens tokens,
            Supplier<List<Expiring>> certificates,
            OrganizationDatabase database) {
        IssuerKeyViews keys = IssuerKeyViews.of(issuers);
        Supplier<List<Expiring>> further = () ->
                Stream.concat(certificates.get().stream(), expiring(tokens)).toList();
        var open = new OpenNotices(
                new OpenNotices.Facts(
                        configuration,
                        keys,
                        application -> application.keyOwner().map(applications::view),
                        new ExpiringSoon(configuration, keys, further, Wiring.CLOCK),
                        database.exchangeCounts()),
                Wiring.CLOCK);
        return new NoticeServices(open, new UndeliveredNotices(database.noticeRecords(), Wiring.CLOCK));
    }

    private static Stream<Expiring> expiring(PersonalTokens tokens) {
        return tokens.expiringWithin(Expiring.TOKENS_AHEAD).stream()
                .map(owned -> new Expiring.UsedToken(
                        owned.token().id().value(),
                        owned.token().name(),
                        owned.person().username(),
                        owned.token().expiresAt()));
    }

    /** The console, with the same use cases as the API. The settings of the server concern the root organization alone. */
    static List<Console> console(
            SharedParts shared,
            AdminParts api,
            TokenRequestHandler exchange,
            Keyring keyring,
            PeopleServices people,
            PersonalTokens personalTokens,
            OrganizationDatabase database,
            Supplier<String> name,
            Optional<Organizations> others) {
        IssuerKeyViews keys = IssuerKeyViews.of(keyring);
        ServerIdentity self = api.useCases().configuration().current().identity();
        boolean isRoot = self.organizationPath().isEmpty();
        var facts = new ServerFacts(
                self.issuer().value(),
                self.certificateBase(),
                BuildVersion.current(),
                shared.crypto().description(),
                shared.database().description(),
                Listening.certificateToTrust(shared.deployment(), self.issuer(), shared.certificate()),
                isRoot ? shared.deployment().effective() : List.of());
        boolean hasTestIssuer = isRoot && shared.deployment().testIssuer().enabled();
        Optional<PasskeyServices> passkeys =
                passkeys(shared, self, people, database, isRoot ? Optional.empty() : Optional.of(name));
        return Console.of(new ConsoleParts(
                facts,
                isRoot ? Optional.empty() : Optional.of(Banner.of(self.organizationPath(), name)),
                others,
                new Visits(shared.database().visits(), Wiring.CLOCK),
                people,
                ConsoleSignIn.ways(shared, self, passkeys.isPresent()),
                personalTokens,
                passkeys,
                api.useCases(),
                api.issuerKeys(),
                api.lastUses(),
                api.explain(),
                api.rehearse(),
                exchange,
                TestIssuer.open(hasTestIssuer, api.useCases(), Wiring.CLOCK),
                api.audit(),
                database.exchangeCounts(),
                new IssuerHealth(keys),
                api.notices(),
                api.signingKeys(),
                api.revokeTokens(),
                api.blockSubjects(),
                Wiring.CLOCK));
    }

    /** The passkeys of the console; empty when its host is an IP address. */
    private static Optional<PasskeyServices> passkeys(
            SharedParts shared,
            ServerIdentity self,
            PeopleServices people,
            OrganizationDatabase database,
            Optional<Supplier<String>> name) {
        return RelyingParty.of(self, name)
                .map(party -> PasskeyServices.of(
                        database.passkeys(),
                        database.people(),
                        people.signIn(),
                        party,
                        shared.masterKeys().current().derive("passkey challenges" + self.organizationPath()),
                        Wiring.CLOCK));
    }

    /** The URL at which the first administrator is created; empty when there is one. */
    static Optional<String> setupLink(ServerIdentity self, PeopleServices people) {
        return people.setUp().newCode().map(code -> setupLink(self, code));
    }

    static String setupLink(ServerIdentity self, SetupCode code) {
        return self.base() + "/console/setup?code=" + code.value();
    }
}
