package dev.countersign.server;

import dev.countersign.core.jose.json.Parsed;
import dev.countersign.core.oauth.ServerIdentity;
import dev.countersign.server.config.ConsoleSettings;
import dev.countersign.server.config.Deployment;
import dev.countersign.server.console.account.BackChannelLogout;
import dev.countersign.server.console.account.ProviderSection;
import dev.countersign.server.console.account.SignInSection;
import dev.countersign.server.console.account.SignInWays;
import dev.countersign.server.console.page.Site;
import dev.countersign.server.net.BoundedCalls;
import dev.countersign.server.net.JwksUrlCheck;
import dev.countersign.server.net.OutboundSettings;
import dev.countersign.server.people.PeopleServices;
import dev.countersign.server.people.Person.WaysIn;
import dev.countersign.server.people.passkey.RelyingParty;
import dev.countersign.server.provider.OpenIdProvider;
import dev.countersign.server.provider.ProviderTransport;
import dev.countersign.server.run.StartRefusedException;
import dev.countersign.server.signing.MasterKeys;
import dev.countersign.server.web.PathService;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Factory of the sign-in with an OpenID provider, which the root organization alone has. */
final class ConsoleSignIn {
    /** A person waits for these requests, and providers compute password hashes in them; 5 s in total remain the limit. */
    private static final Duration TIMEOUT = Duration.ofSeconds(3);

    private ConsoleSignIn() {}

    /** The provider, if one is configured. */
    static Optional<OpenIdProvider> provider(
            Deployment deployment, ServerIdentity self, MasterKeys masterKeys, OutboundSettings outbound)
            throws StartRefusedException {
        Optional<ConsoleSettings.Provider> settings = deployment.console().provider();
        return settings.isPresent()
                ? Optional.of(provider(self, masterKeys, outbound, settings.get()))
                : Optional.empty();
    }

    private static OpenIdProvider provider(
            ServerIdentity self, MasterKeys masterKeys, OutboundSettings outbound, ConsoleSettings.Provider settings)
            throws StartRefusedException {
        Optional<String> objection = new JwksUrlCheck(outbound).objection(settings.issuer());
        if (objection.isPresent()) {
            throw StartRefusedException.configuration("console.oidc.issuer: " + objection.get());
        }
        var calls = new BoundedCalls(outbound.within(TIMEOUT));
        return new OpenIdProvider(
                settings,
                URI.create(self.base() + Site.PATH + ProviderSection.CALLBACK),
                URI.create(self.base() + Site.PATH + SignInSection.PATH),
                transport(calls),
                masterKeys.seals("sign-in with the OpenID provider"),
                Wiring.CLOCK);
    }

    private static ProviderTransport transport(BoundedCalls calls) {
        return (method, url, headers, body) -> switch (calls.send(method, url, headers, body)) {
            case Parsed.Unreadable(String reason) -> new Parsed.Unreadable<>(reason);
            case Parsed.Read(BoundedCalls.Answer answer) ->
                new Parsed.Read<>(new ProviderTransport.Answer(answer.status(), answer.headers(), answer.body()));
        };
    }

    /** Whether people of an organization sign in with passwords. */
    static boolean passwords(SharedParts shared, ServerIdentity self) {
        return !isRoot(self) || shared.deployment().console().localPasswords();
    }

    /** The ways in which people of an organization can sign in. */
    static WaysIn waysIn(SharedParts shared, ServerIdentity self) {
        return new WaysIn(
                passwords(shared, self), RelyingParty.of(self, Optional.empty()).isPresent(), issuer(shared, self));
    }

    /** The ways of signing in that the console of an organization offers. */
    static SignInWays ways(SharedParts shared, ServerIdentity self, boolean passkeys) {
        return new SignInWays(passwords(shared, self), passkeys, provider(shared, self));
    }

    /** The address to which the provider sends logouts. */
    static Stream<PathService> logout(SharedParts shared, ServerIdentity self, PeopleServices people) {
        List<String> roots = self.servedPaths().stream()
                .map(path -> path + Site.PATH + BackChannelLogout.PATH)
                .toList();
        return provider(shared, self).stream()
                .map(provider -> new BackChannelLogout(roots, provider, people.providerSignIn()));
    }

    /** The issuer of the provider with which people of an organization sign in, if there is one. */
    static Optional<String> issuer(SharedParts shared, ServerIdentity self) {
        return isRoot(self)
                ? shared.deployment()
                        .console()
                        .provider()
                        .map(settings -> settings.issuer().toString())
                : Optional.empty();
    }

    private static Optional<OpenIdProvider> provider(SharedParts shared, ServerIdentity self) {
        return isRoot(self) ? shared.provider() : Optional.empty();
    }

    private static boolean isRoot(ServerIdentity self) {
        return self.organizationPath().isEmpty();
    }
}
