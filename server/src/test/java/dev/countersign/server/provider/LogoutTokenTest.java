package dev.countersign.server.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import dev.countersign.core.Spec;
import dev.countersign.core.jose.signing.MasterKey;
import dev.countersign.core.oauth.CorrelationId;
import dev.countersign.server.config.ConsoleSettings;
import dev.countersign.server.config.ConsoleSettings.RoleConditions;
import dev.countersign.server.people.ProviderSignIn;
import java.net.URI;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Tests of logout tokens, each wrong in one way. */
@Spec("OpenID Connect Back-Channel Logout 1.0 §2.6")
class LogoutTokenTest {
    private static final URI ISSUER = URI.create("https://idp.example");
    private static final CorrelationId ID = new CorrelationId("logout");

    private final SampleProvider sample = new SampleProvider(ISSUER);
    private final OpenIdProvider client = new OpenIdProvider(
            new ConsoleSettings.Provider(
                    ISSUER,
                    SampleProvider.CLIENT,
                    Optional.empty(),
                    List.of("openid"),
                    "sub",
                    "the staff directory",
                    new RoleConditions(Optional.of("true"), Optional.empty(), Optional.empty())),
            URI.create("https://as.example/console/sign-in/oidc/callback"),
            URI.create("https://as.example/console/sign-in"),
            sample,
            List.of(MasterKey.generate().seal("cookie")),
            Instant::now);

    private LogoutReading read(UnaryOperator<JWTClaimsSet.Builder> change) {
        return client.logout(sample.signed(change.apply(sample.logout()).build()), ID);
    }

    private ProviderSignIn.Logout valid(UnaryOperator<JWTClaimsSet.Builder> change) {
        if (read(change) instanceof LogoutReading.Valid(var logout)) {
            return logout;
        }
        throw new AssertionError("refused: " + read(change));
    }

    private void invalid(UnaryOperator<JWTClaimsSet.Builder> change) {
        assertThat(read(change)).isInstanceOf(LogoutReading.Invalid.class);
    }

    @Test
    void itNamesASessionAPersonOrBoth() {
        assertThat(valid(set -> set).session()).contains("session-1");
        assertThat(valid(set -> set).subject()).contains("subject-1");
        assertThat(valid(set -> set.claim("sid", null)).session()).isEmpty();
        assertThat(valid(set -> set.subject(null)).subject()).isEmpty();
        invalid(set -> set.subject(null).claim("sid", null));
    }

    @Test
    void itIsReceivedOnceByItsJti() {
        assertThat(valid(set -> set.jwtID("one")).replayKey().hash())
                .isEqualTo(valid(set -> set.jwtID("one")).replayKey().hash())
                .isNotEqualTo(valid(set -> set.jwtID("two")).replayKey().hash());
        invalid(set -> set.jwtID(null));
    }

    @Test
    void itMayHaveItsTypeAndNoOther() {
        JWTClaimsSet claims = sample.logout().build();
        assertThat(client.logout(sample.signed(claims, new JOSEObjectType("logout+jwt")), ID))
                .isInstanceOf(LogoutReading.Valid.class);
        assertThat(client.logout(sample.signed(claims, new JOSEObjectType("at+jwt")), ID))
                .isInstanceOf(LogoutReading.Invalid.class);
    }

    @Test
    void itHasTheEventAndNoNonce() {
        invalid(set -> set.claim("events", null));
        invalid(set -> set.claim("events", Map.of("http://schemas.openid.net/event/other", Map.of())));
        invalid(set -> set.claim("nonce", "n"));
    }

    @Test
    void itIsOfThisIssuerAndForThisClient() {
        invalid(set -> set.issuer("https://other.example"));
        invalid(set -> set.audience("another-client"));
        invalid(set -> set.audience((String) null));
    }

    @Test
    void itIsNeitherExpiredNorOldNorFromTheFuture() {
        Instant now = Instant.now();
        invalid(set -> set.issueTime(null));
        invalid(set -> set.issueTime(Date.from(now.plusSeconds(120))));
        invalid(set -> set.issueTime(Date.from(now.minusSeconds(3_605))));
        invalid(set -> set.expirationTime(Date.from(now.minusSeconds(120))));
        valid(set -> set.issueTime(Date.from(now.minusSeconds(3_500))));
    }

    @Test
    void itIsSignedByTheProvider() {
        JWTClaimsSet claims = sample.logout().build();
        assertThat(client.logout(new PlainJWT(claims).serialize(), ID)).isInstanceOf(LogoutReading.Invalid.class);
        assertThat(client.logout(sample.signed(claims).replaceAll("\\.[^.]*$", ".AAAA"), ID))
                .isInstanceOf(LogoutReading.Invalid.class);
        assertThat(client.logout("not a token", ID)).isInstanceOf(LogoutReading.Invalid.class);
        assertThat(client.logout("", ID)).isInstanceOf(LogoutReading.Invalid.class);
    }

    /** The only difference between the two are the events. */
    @Test
    void anIdTokenIsNoLogoutToken() {
        invalid(set -> set.claim("events", null).claim("preferred_username", "grace"));
    }
}
