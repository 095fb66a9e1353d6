package dev.countersign.core.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.Spec;
import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.fixtures.MemoryLedger;
import dev.countersign.core.fixtures.MemoryTokens;
import dev.countersign.core.fixtures.SampleClient;
import dev.countersign.core.fixtures.SampleIssuer;
import dev.countersign.core.fixtures.SampleProofs;
import dev.countersign.core.fixtures.SampleServer;
import dev.countersign.core.jose.json.JsonText;
import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.jose.signing.SigningKey;
import dev.countersign.core.jose.signing.TokenSigner;
import dev.countersign.core.oauth.ApplicationId;
import dev.countersign.core.oauth.Audience;
import dev.countersign.core.oauth.ClientId;
import dev.countersign.core.oauth.GrantType;
import dev.countersign.core.oauth.IssuerId;
import dev.countersign.core.oauth.IssuerIdentifier;
import dev.countersign.core.oauth.ScopeSet;
import dev.countersign.core.oauth.ServerIdentity;
import dev.countersign.core.oauth.TokenId;
import dev.countersign.core.token.AccessTokenVerifier.Verification;
import dev.countersign.core.trust.IssuerPolicy;
import dev.countersign.core.trust.ServerRules;
import dev.countersign.core.trust.TrustSnapshot;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccessTokenVerifierTest {
    private static final String SELF = "https://id.example.com";
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final SigningKey KEY = SigningKey.generate(Algorithm.ES256);
    private static final SigningKey STRANGER = SigningKey.generate(Algorithm.ES256);

    private final List<SigningKey> published = new ArrayList<>(List.of(KEY));
    private Optional<RegisteredClient> application = Optional.of(application(true, "admin:read admin:write"));
    private final MemoryTokens records = new MemoryTokens();
    private Instant now = NOW;

    @BeforeEach
    void itsRecordIsThere() {
        record(Optional.empty());
    }

    private void record(Optional<IssuerId> issuer) {
        records.add(new IssuedToken(
                new TokenId("t-1"),
                issuer,
                "admin-app",
                new ApplicationId("1"),
                new ClientId("admin-app"),
                ScopeSet.parse("admin:read").orElseThrow(),
                List.of(new Audience(SELF)),
                NOW,
                NOW.plusSeconds(3600),
                new TokenForm.Jwt()));
    }

    private Verification verify(String token) {
        var keys = new SigningKeys() {
            @Override
            public SigningKey active(Algorithm algorithm) {
                return KEY;
            }

            @Override
            public List<SigningKey> published() {
                return published;
            }
        };
        var self = new ServerIdentity(new IssuerIdentifier(SELF), new Audience(SELF + "/oauth2/token"));
        var rules = new ServerRules(self, SampleServer.ISSUED_AT, SampleServer.SIGNING);
        var trust = new TrustSnapshot(
                self,
                List.of(IssuerPolicy.of(SampleIssuer.partner().build(), rules)),
                application.stream().toList(),
                List.of());
        var clock = Clock.fixed(now, ZoneOffset.UTC);
        var live = new LiveTokens(keys, records, clock);
        return new AccessTokenVerifier(live, SampleProofs.ordinary(), new MemoryLedger(), clock)
                .verify(
                        trust,
                        new PresentedToken(
                                PresentedToken.Scheme.BEARER, token, List.of(), "GET", List.of(), Optional.empty()));
    }

    private static RegisteredClient application(boolean enabled, String scopes) {
        var application = SampleClient.orders()
                .named("1", "admin", "admin-app")
                .grantTypes(GrantType.CLIENT_CREDENTIALS)
                .scopes(scopes.split(" "))
                .defaultScopes()
                .secrets();
        return (enabled ? application : application.disabled()).build();
    }

    private static String token(Consumer<Map<String, Object>> change) {
        return token(KEY, "at+jwt", change);
    }

    private static String token(SigningKey key, String type, Consumer<Map<String, Object>> change) {
        var claims = new LinkedHashMap<String, Object>();
        claims.put("iss", SELF);
        claims.put("sub", "admin-app");
        claims.put("aud", SELF);
        claims.put("client_id", "admin-app");
        claims.put("exp", NOW.getEpochSecond() + 60);
        claims.put("jti", "t-1");
        claims.put("scope", "admin:read");
        change.accept(claims);
        return new TokenSigner(key, type).sign(JsonText.write(claims));
    }

    private void assertInvalid(String token) {
        assertThat(verify(token)).isEqualTo(new Verification.Invalid());
    }

    @Test
    @Spec("RFC 9068 §4")
    void acceptsATokenOfOursForOurselves() {
        assertThat(verify(token(claims -> {})))
                .isEqualTo(new Verification.Valid(
                        "admin-app",
                        new ClientId("admin-app"),
                        ScopeSet.parse("admin:read").orElseThrow(),
                        new TokenId("t-1"),
                        Optional.empty()));
        assertThat(verify(token(claims -> claims.put("aud", List.of("https://api", SELF)))))
                .isInstanceOf(Verification.Valid.class);
        assertThat(verify(token(KEY, "Application/AT+JWT", claims -> {}))).isInstanceOf(Verification.Valid.class);
        assertThat(verify(token(KEY, "JWT", claims -> {}))).isInstanceOf(Verification.Valid.class);
    }

    @ParameterizedTest
    @EnumSource
    void acceptsEveryAlgorithmWeSignWith(Algorithm algorithm) {
        SigningKey key = SigningKey.generate(algorithm);
        published.add(key);

        assertThat(verify(token(key, "at+jwt", claims -> {}))).isInstanceOf(Verification.Valid.class);
    }

    @Test
    @Spec("RFC 7519 §4.1.4")
    void refusesFromTheSecondOfExpiryOn() {
        String token = token(claims -> {});
        now = NOW.plusSeconds(60).minusNanos(1);
        assertThat(verify(token)).isInstanceOf(Verification.Valid.class);
        now = NOW.plusSeconds(60);
        assertInvalid(token);
    }

    @ParameterizedTest
    @ValueSource(strings = {"iss", "sub", "aud", "client_id", "exp", "jti"})
    @Spec("RFC 9068 §2.2")
    void refusesATokenWithoutARequiredClaimOrWithAnotherType(String claim) {
        assertInvalid(token(claims -> claims.remove(claim)));
        assertInvalid(token(claims -> claims.put(claim, true)));
        assertInvalid(token(claims -> claims.put(claim, List.of())));
    }

    @Test
    void refusesATokenForOthersOrFromOthers() {
        assertInvalid(token(claims -> claims.put("aud", "https://api")));
        assertInvalid(token(claims -> claims.put("aud", List.of("https://api"))));
        assertInvalid(token(claims -> claims.put("aud", SELF + "/")));
        assertInvalid(token(claims -> claims.put("iss", SELF + "/")));
        assertInvalid(token(claims -> claims.put("client_id", "")));
        assertInvalid(token(claims -> claims.put("scope", "a  b")));
        assertInvalid(token(claims -> claims.put("scope", 1L)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"client-authentication+jwt", "token-introspection+jwt", "at+jwtx", "JWTx"})
    @Spec("RFC 9068 §4")
    void refusesAnotherTypeOfToken(String type) {
        assertInvalid(token(KEY, type, claims -> {}));
    }

    @Test
    void refusesAKeyThatIsNotPublishedAndASignatureThatIsNotItsOwn() {
        assertInvalid(token(STRANGER, "at+jwt", claims -> {}));
        String good = token(claims -> {});
        String other = token(claims -> claims.put("scope", "admin:write"));
        int signature = good.lastIndexOf('.');
        assertInvalid(other.substring(0, other.lastIndexOf('.')) + good.substring(signature));
    }

    @Test
    @Spec("RFC 8725 §3.1")
    void refusesAnAlgorithmThatIsNotTheKeysOwn() {
        String good = token(claims -> {});
        String rest = good.substring(good.indexOf('.'));
        for (String algorithm : List.of("none", "HS256", "RS256", "ES384")) {
            String header = "{\"alg\":\"%s\",\"typ\":\"at+jwt\",\"kid\":\"%s\"}".formatted(algorithm, KEY.keyId());
            assertInvalid(
                    Base64.getUrlEncoder().withoutPadding().encodeToString(header.getBytes(StandardCharsets.UTF_8))
                            + rest);
        }
    }

    @Test
    void takesNoTokenThatWasGivenForAnAssertionToAdminister() {
        application = Optional.of(application(true, "admin:read orders:read"));
        record(Optional.of(new IssuerId(SampleIssuer.ID)));

        assertThat(verify(token(claims -> claims.put("scope", "admin:read orders:read"))))
                .isInstanceOfSatisfying(
                        Verification.Valid.class,
                        valid -> assertThat(valid.scopes()).hasToString("orders:read"));
    }

    @Test
    void boundsATokenByWhatItsApplicationMayDoNow() {
        application = Optional.of(application(true, "admin:write"));
        assertThat(verify(token(claims -> {})))
                .isInstanceOfSatisfying(
                        Verification.Valid.class,
                        valid -> assertThat(valid.scopes()).isEqualTo(ScopeSet.EMPTY));

        application = Optional.of(application(false, "admin:read"));
        assertInvalid(token(claims -> {}));

        application = Optional.empty();
        assertInvalid(token(claims -> {}));
    }

    @Property
    void refusesAnyOtherText(@ForAll String text) {
        assertInvalid(text);
    }
}
