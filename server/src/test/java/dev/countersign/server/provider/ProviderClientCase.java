package dev.countersign.server.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.oauth2.sdk.util.URLUtils;
import dev.countersign.core.jose.key.Sha256;
import dev.countersign.core.jose.signing.MasterKey;
import dev.countersign.core.jose.signing.TextSeal;
import dev.countersign.server.config.ConsoleSettings;
import dev.countersign.server.config.ConsoleSettings.RoleConditions;
import dev.countersign.server.people.ProviderSignIn;
import dev.countersign.server.provider.OpenIdProvider.Departure;
import dev.countersign.server.provider.ProviderReturn.Failure;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Parts of the tests of the client of an OpenID provider. */
abstract class ProviderClientCase {
    static final URI ISSUER = URI.create("https://idp.example/realms/staff");
    static final URI REDIRECT = URI.create("https://as.example/console/sign-in/oidc/callback");
    static final URI AFTER_SIGN_OUT = URI.create("https://as.example/console/sign-in");
    static final MasterKey KEY = MasterKey.generate();

    final SampleProvider sample = new SampleProvider(ISSUER);
    Instant now = Instant.now();

    static final RoleConditions ROLES = new RoleConditions(
            Optional.of("'admins' in claims.groups"),
            Optional.of("'editors' in claims.groups"),
            Optional.of("claims.email.endsWith('@staff.example')"));

    OpenIdProvider client() {
        return client(Optional.of(SampleProvider.SECRET), ROLES, List.of(KEY.seal("cookie")));
    }

    OpenIdProvider client(Optional<String> secret, RoleConditions roles, List<TextSeal> seals) {
        var settings = new ConsoleSettings.Provider(
                ISSUER,
                SampleProvider.CLIENT,
                secret,
                List.of("openid", "profile"),
                "preferred_username",
                "the staff directory",
                roles);
        return new OpenIdProvider(settings, REDIRECT, AFTER_SIGN_OUT, sample, seals, () -> now);
    }

    static Departure.Sent begun(OpenIdProvider client) {
        if (client.begin(Optional.of("/connections")) instanceof Departure.Sent sent) {
            return sent;
        }
        throw new AssertionError("the sign-in did not begin");
    }

    /** Limits of returns: states are used once, and as many returns are judged as are left. */
    static final class CountedReturns implements ProviderSignIn.Limits {
        private final Set<Sha256> used = new HashSet<>();
        int left = Integer.MAX_VALUE;

        @Override
        public Optional<Duration> reserve() {
            return left-- > 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(1));
        }

        @Override
        public boolean use(Sha256 state, Instant until) {
            return used.add(state);
        }
    }

    final CountedReturns limits = new CountedReturns();

    ProviderReturn returned(OpenIdProvider client) {
        Departure.Sent sent = begun(client);
        return finish(client, sample.authorize(sent.to()), sent.cookie());
    }

    ProviderReturn finish(OpenIdProvider client, URI back, String cookie) {
        return client.finish(URLUtils.parseParameters(back.getRawQuery()), Optional.of(cookie), limits);
    }

    static ProviderReturn.Authenticated authenticated(ProviderReturn result) {
        if (result instanceof ProviderReturn.Authenticated authenticated) {
            return authenticated;
        }
        throw new AssertionError("not authenticated: " + result);
    }

    void refused(Failure failure, String detail) {
        assertRefused(returned(client()), failure, detail);
    }

    static void assertRefused(ProviderReturn result, Failure failure, String detail) {
        assertThat(result).isInstanceOfSatisfying(ProviderReturn.Failed.class, failed -> {
            assertThat(failed.failure()).isEqualTo(failure);
            assertThat(failed.detail()).contains(detail);
        });
    }

    void claims(UnaryOperator<JWTClaimsSet.Builder> change) {
        sample.claims = change;
    }
}
