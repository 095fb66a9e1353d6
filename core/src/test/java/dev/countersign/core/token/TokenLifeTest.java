package dev.countersign.core.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.Spec;
import dev.countersign.core.client.AccessTokenTyp;
import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.fixtures.MemoryRefreshTokens;
import dev.countersign.core.fixtures.MemoryTokens;
import dev.countersign.core.fixtures.SampleClient;
import dev.countersign.core.fixtures.SampleIssuer;
import dev.countersign.core.fixtures.SampleKeys;
import dev.countersign.core.fixtures.SampleServer;
import dev.countersign.core.fixtures.SettableClock;
import dev.countersign.core.jose.CompactJws;
import dev.countersign.core.jose.JwsReading;
import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.jose.key.Sha256;
import dev.countersign.core.oauth.Audience;
import dev.countersign.core.oauth.Confirmation;
import dev.countersign.core.oauth.CorrelationId;
import dev.countersign.core.oauth.IssuerId;
import dev.countersign.core.oauth.ScopeSet;
import dev.countersign.core.oauth.TokenId;
import dev.countersign.core.rejection.RejectionCode;
import dev.countersign.core.rejection.Ruling;
import dev.countersign.core.token.Introspection.Viewer;
import dev.countersign.core.trust.TrustSnapshot;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Tests of issued tokens: introspection and revocation. */
class TokenLifeTest {
    private static final Map<String, Object> INACTIVE = Map.of("active", false);
    private static final String API = "https://api.example";
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    private final SettableClock clock = new SettableClock(NOW);
    private final MemoryTokens records = new MemoryTokens();
    private TrustSnapshot trust = trust(SampleIssuer.partner());
    private final LiveTokens live = new LiveTokens(SampleKeys.ours(), records, clock);
    private final MemoryRefreshTokens refreshTokens = new MemoryRefreshTokens();
    private final LiveRefreshTokens liveRefreshTokens = new LiveRefreshTokens(refreshTokens, clock);
    private final Introspection introspection = new Introspection(live, liveRefreshTokens, SampleKeys.ours(), clock);
    private final TokenRevocation revocation = new TokenRevocation(live, records, refreshTokens, clock);
    private final Viewer owner = new Viewer.Application(SampleClient.orders().build());

    private static TrustSnapshot trust(SampleIssuer issuer) {
        return SampleServer.trust(
                List.of(issuer.build()), List.of(SampleClient.orders().build()));
    }

    private String jwt(String id) {
        IssuedToken token = token(id, new TokenForm.Jwt());
        records.add(token);
        return new AccessTokenMinter(SampleKeys.ours())
                .mint(
                        SampleServer.IDENTITY,
                        token,
                        SampleKeys.ours().active(Algorithm.ES256),
                        AccessTokenTyp.AT_JWT,
                        Map.of("department", "sales"));
    }

    private String opaque(String text) {
        records.add(token(text, new TokenForm.Opaque(Sha256.ofUtf8(text), Map.of("department", "sales"))));
        return text;
    }

    private static IssuedToken token(String id, TokenForm form) {
        RegisteredClient client = SampleClient.orders().build();
        return new IssuedToken(
                new TokenId(id),
                Optional.of(new IssuerId("issuer-1")),
                "partner:alice",
                client.id(),
                client.clientId(),
                ScopeSet.of(List.of("orders:read")),
                List.of(new Audience(API)),
                NOW,
                NOW.plusSeconds(3600),
                form);
    }

    private Map<String, Object> answer(String token, Viewer viewer) {
        return switch (introspection.answer(trust, token, viewer)) {
            case Ruling.Granted<Map<String, Object>>(var members) -> members;
            case Ruling.Refused<Map<String, Object>>(var rejection) ->
                Map.of("refused", rejection.code().value());
        };
    }

    private static Viewer another(String... audiences) {
        return new Viewer.Application(SampleClient.orders()
                .named("application-2", "gateway", "gateway")
                .introspectAudiences(audiences)
                .build());
    }

    @Test
    @Spec("RFC 7662 §2.2")
    void tellsOfALiveTokenWhateverItLooksLike() {
        for (String token : List.of(jwt("t-1"), opaque("an-opaque-token"))) {
            assertThat(answer(token, owner))
                    .containsEntry("active", true)
                    .containsEntry("token_type", "Bearer")
                    .containsEntry("iss", SampleServer.ISSUER)
                    .containsEntry("sub", "partner:alice")
                    .containsEntry("aud", API)
                    .containsEntry("client_id", SampleClient.CLIENT_ID)
                    .containsEntry("scope", "orders:read")
                    .containsEntry("exp", NOW.getEpochSecond() + 3600)
                    .containsEntry("department", "sales");
        }
    }

    @Test
    @Spec("RFC 7800 §3.1")
    void tellsWhichKeyATokenIsBoundTo() {
        var bound = new Confirmation(Map.of("jkt", "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I"));
        IssuedToken token = token("bound", new TokenForm.Opaque(Sha256.ofUtf8("bound"), Map.of()));
        records.add(new IssuedToken(
                token.id(),
                token.issuer(),
                token.subject(),
                token.issuerSubject(),
                token.application(),
                token.clientId(),
                token.scopes(),
                token.audiences(),
                bound,
                token.issuedAt(),
                token.expiresAt(),
                token.form()));

        assertThat(answer("bound", owner)).containsEntry("cnf", bound.members());
        assertThat(answer(opaque("free"), owner)).doesNotContainKey("cnf");
    }

    @Test
    @Spec("RFC 7662 §2.2")
    void saysNothingButInactiveOfATokenThatEnded() {
        List<String> tokens = List.of(jwt("t-1"), opaque("an-opaque-token"));
        clock.set(NOW.plusSeconds(3599));
        tokens.forEach(token -> assertThat(answer(token, owner)).containsEntry("active", true));
        clock.set(NOW.plusSeconds(3600));
        tokens.forEach(token -> assertThat(answer(token, owner)).isEqualTo(INACTIVE));
    }

    @Test
    @Spec("RFC 7662 §2.2")
    void saysNothingButInactiveOfAnythingElse() {
        String good = jwt("t-1");
        assertThat(answer(good + "x", owner)).isEqualTo(INACTIVE);
        assertThat(answer("a.b.c", owner)).isEqualTo(INACTIVE);
        assertThat(answer("not-a-token", owner)).isEqualTo(INACTIVE);
        assertThat(answer("t-1", owner)).as("an id is no token").isEqualTo(INACTIVE);
    }

    @Test
    @Spec("RFC 7662 §2.2")
    void aTokenWhoseIssuerOrApplicationIsDisabledIsInactive() {
        String token = jwt("t-1");
        trust = trust(SampleIssuer.partner().disabled());
        assertThat(answer(token, owner)).isEqualTo(INACTIVE);
        assertThat(answer(token, new Viewer.Administrator("admin"))).isEqualTo(INACTIVE);
    }

    @Test
    @Spec("RFC 7662 §4")
    void anApplicationSeesItsOwnTokensAndThoseOfItsAudiences() {
        String token = jwt("t-1");
        assertThat(answer(token, another())).isEqualTo(INACTIVE);
        assertThat(answer(token, another("https://other.example"))).isEqualTo(INACTIVE);
        assertThat(answer(token, another(API))).containsEntry("active", true);
        assertThat(answer(token, new Viewer.Administrator("admin"))).containsEntry("active", true);
    }

    @Test
    @Spec("RFC 9701 §5")
    void aSignedAnswerIsMeantForWhoAsksAndIsNoToken() {
        String signed = introspection.sign(trust, answer(jwt("t-1"), owner), owner);
        CompactJws jws = ((JwsReading.Read) CompactJws.read(signed)).jws();

        assertThat(jws.header().type()).contains("token-introspection+jwt");
        assertThat(jws.claims())
                .containsOnlyKeys("iss", "aud", "iat", "token_introspection")
                .containsEntry("aud", SampleClient.CLIENT_ID)
                .containsEntry("iss", SampleServer.ISSUER);
        assertThat(answer(signed, owner)).isEqualTo(INACTIVE);
    }

    @Test
    @Spec("RFC 7009 §2.1")
    void aRevokedTokenIsInactiveAtOnce() {
        for (String token : List.of(jwt("t-1"), opaque("an-opaque-token"))) {
            assertThat(revoke(token)).isEmpty();
            assertThat(answer(token, owner)).isEqualTo(INACTIVE);
        }
        assertThat(records.revocations()).hasSize(2);
        assertThat(revoke("no token of ours")).isEmpty();
        assertThat(records.revocations()).hasSize(2);
    }

    @Test
    @Spec("RFC 7009 §2.2")
    void nobodyRevokesTheTokenOfAnotherApplication() {
        String token = jwt("t-1");
        RegisteredClient other = ((Viewer.Application) another(API)).client();
        assertThat(revocation.revoke(trust, token, other, new CorrelationId("c-1")))
                .isEmpty();
        assertThat(answer(token, owner)).containsEntry("active", true);
    }

    @Test
    @Spec("RFC 7009 §2.2")
    void whileTheStoreIsAwayNothingIsClaimed() {
        String token = jwt("t-1");
        records.breakDown();
        assertThat(revoke(token)).contains(RejectionCode.STORE_UNAVAILABLE);
        assertThat(answer(token, owner)).isEqualTo(Map.of("refused", "store.unavailable"));
    }

    private Optional<RejectionCode> revoke(String token) {
        return revocation
                .revoke(trust, token, SampleClient.orders().build(), new CorrelationId("c-1"))
                .map(rejection -> rejection.code());
    }
}
