package dev.countersign.server.store.ledger;

import static dev.countersign.server.store.ledger.Redemptions.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.audit.AdminEvent;
import dev.countersign.core.jose.key.Sha256;
import dev.countersign.core.jwt.ReplayKey;
import dev.countersign.core.oauth.ApplicationId;
import dev.countersign.core.oauth.Audience;
import dev.countersign.core.oauth.ClientId;
import dev.countersign.core.oauth.Confirmation;
import dev.countersign.core.oauth.CorrelationId;
import dev.countersign.core.oauth.FamilyId;
import dev.countersign.core.oauth.IssuerId;
import dev.countersign.core.oauth.ScopeSet;
import dev.countersign.core.oauth.TokenId;
import dev.countersign.core.token.IssuedToken;
import dev.countersign.core.token.IssuerSubject;
import dev.countersign.core.token.RefreshFamily;
import dev.countersign.core.token.TokenForm;
import dev.countersign.core.token.TokenLedger.FirstRefreshToken;
import dev.countersign.core.token.TokenLedger.Redemption;
import dev.countersign.core.token.TokenRecords.Lookup;
import dev.countersign.core.token.TokenRecords.Revocation;
import dev.countersign.core.token.TokenRecords.Revoking;
import dev.countersign.server.insight.RevokedTokens.Whose;
import dev.countersign.server.store.StoreContract;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Contract of the records of issued access tokens, on any engine. */
abstract class TokenRecordsContract extends StoreContract {
    private static final Instant EXPIRY = NOW.plusSeconds(3600);
    private static final Duration MILLI = Duration.ofMillis(1);
    private static final IssuerId ISSUER = new IssuerId("issuer-1");
    private static final ApplicationId APPLICATION = new ApplicationId("application-1");
    private static final Sha256 HASH = Sha256.ofUtf8("opaque");

    private SqlTokenRecords records;

    @BeforeEach
    void choosePort() {
        records = new SqlTokenRecords(store.organization());
    }

    @Test
    void readsBackAJwt() {
        IssuedToken token = Redemptions.token("token-1", EXPIRY);
        record(token);

        assertThat(records.find(token.id())).isEqualTo(new Lookup.Found(token, false));
    }

    @Test
    void readsBackAnOpaqueTokenByItsHashAndItsId() {
        IssuedToken token = token("token-1", "partner:alice", new TokenForm.Opaque(HASH, Map.of("tenant", "a")));
        record(token);

        assertThat(records.find(HASH)).isEqualTo(new Lookup.Found(token, false));
        assertThat(records.find(token.id())).isEqualTo(new Lookup.Found(token, false));
    }

    @Test
    void readsBackATokenWithoutIssuerScopeAndAudience() {
        var token = new IssuedToken(
                new TokenId("own"),
                Optional.empty(),
                "orders-client",
                APPLICATION,
                new ClientId("orders-client"),
                ScopeSet.EMPTY,
                List.of(),
                NOW,
                EXPIRY,
                new TokenForm.Jwt());
        record(token);

        assertThat(records.find(token.id())).isEqualTo(new Lookup.Found(token, false));
    }

    @Test
    void readsBackTheKeysOfABoundToken() {
        Confirmation both = Confirmation.ofJwk("0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I")
                .and(Confirmation.ofCertificate("A4DtL2JmUMhAsvJj5tKyn64SqzmuXbMrJa0n761y5v0"));
        IssuedToken token = token("token-1", "partner:alice", both, new TokenForm.Jwt());
        record(token);

        assertThat(records.find(token.id())).isEqualTo(new Lookup.Found(token, false));
    }

    @Test
    void readsBackTheKeyOfATokenForWhichTwoJwtsWereRedeemed() {
        IssuedToken token = token("token-1", "partner:alice", Confirmation.ofJwk("thumbprint"), new TokenForm.Jwt());
        var keys = List.of(
                new ReplayKey(Sha256.ofUtf8("assertion"), EXPIRY), new ReplayKey(Sha256.ofUtf8("proof"), EXPIRY));

        assertThat(store.ledger().redeem(keys, token)).isEqualTo(new Redemption.Recorded());

        assertThat(records.find(token.id())).isEqualTo(new Lookup.Found(token, false));
    }

    @Test
    void readsBackTextAtItsEdges() {
        IssuedToken token = token(
                "token-\uD83D\uDDDD",
                LONG_TEXT,
                new TokenForm.Opaque(
                        HASH, Map.of("name", "\u00C4\u0130\uD83D\uDDDD \u0000 \" \\", "n", List.of(1L, 2L))));
        record(token);

        assertThat(records.find(HASH)).isEqualTo(new Lookup.Found(token, false));
        assertThat(revoke(new Whose.OfSubject(LONG_TEXT), NOW)).isEqualTo(1);
    }

    @Test
    void knowsNoTokenThatWasNeverRecorded() {
        record(Redemptions.token("token-1", EXPIRY));

        assertThat(records.find(new TokenId("TOKEN-1"))).isEqualTo(new Lookup.None());
        assertThat(records.find(HASH)).isEqualTo(new Lookup.None());
    }

    @Test
    void revokesOneTokenAndNoOther() {
        IssuedToken token = Redemptions.token("token-1", EXPIRY);
        IssuedToken other = Redemptions.token("token-2", EXPIRY);
        record(token);
        record(other);

        assertThat(revoke(token)).isEqualTo(new Revoking.Done());

        assertThat(records.find(token.id())).isEqualTo(new Lookup.Found(token, true));
        assertThat(records.find(other.id())).isEqualTo(new Lookup.Found(other, false));
    }

    @Test
    void revokingATokenThatIsUnknownRecordsNothing() {
        assertThat(revoke(Redemptions.token("token-1", EXPIRY))).isEqualTo(new Revoking.Done());

        assertThat(store.count("audit_events")).isZero();
    }

    @Test
    void aTokenThatManyRevokeAtOnceIsOnRecordOnce() throws Exception {
        IssuedToken token = Redemptions.token("token-1", EXPIRY);
        record(token);

        assertThat(allAtOnce(8, () -> revoke(token))).hasSize(8).containsOnly(new Revoking.Done());

        assertThat(events("access_token.revoked")).isEqualTo(1);
    }

    @Test
    void aTokenIsLiveUntilTheMomentOfItsExpiry() {
        record(Redemptions.token("token-1", EXPIRY));
        var whose = new Whose.OfIssuer(ISSUER);

        assertThat(revoke(whose, EXPIRY)).isZero();
        assertThat(revoke(whose, EXPIRY.minus(MILLI))).isEqualTo(1);
    }

    @Test
    void revokesByIssuerApplicationAndSubject() {
        record(token("token-1", "partner:alice", new TokenForm.Jwt()));
        record(token("token-2", "partner:bob", new TokenForm.Jwt()));
        record(token("token-3", "partner:carol", new TokenForm.Jwt()));

        assertThat(revoke(new Whose.OfSubject("partner:alice"), NOW)).isEqualTo(1);
        assertThat(revoke(new Whose.OfApplication(new ApplicationId("another")), NOW))
                .isZero();
        assertThat(revoke(new Whose.OfIssuer(new IssuerId("another")), NOW)).isZero();
        assertThat(revoke(new Whose.OfApplication(APPLICATION), NOW)).isEqualTo(2);
        assertThat(revoke(new Whose.OfIssuer(ISSUER), NOW)).isZero();

        record(token("token-4", "partner:dave", new TokenForm.Jwt()));
        assertThat(revoke(new Whose.OfIssuer(ISSUER), NOW)).isEqualTo(1);
    }

    @Test
    void comparesSubjectsExactly() {
        record(token("token-1", "partner:\u00C4lice", new TokenForm.Jwt()));

        for (String other : List.of("partner:\u00E4lice", "PARTNER:\u00C4lice", "partner:A\u0308lice", "partner:%")) {
            assertThat(revoke(new Whose.OfSubject(other), NOW)).as(other).isZero();
        }
        assertThat(revoke(new Whose.OfSubject("partner:\u00C4lice"), NOW)).isEqualTo(1);
    }

    @Test
    void revokesRefreshTokenFamiliesBesideAccessTokens() {
        var family = new RefreshFamily(
                new FamilyId("family-1"),
                ISSUER,
                "partner:alice",
                APPLICATION,
                new ClientId("orders-client"),
                ScopeSet.EMPTY,
                List.of(),
                List.of(),
                Map.of(),
                Confirmation.NONE,
                NOW,
                EXPIRY);
        assertThat(store.ledger()
                        .redeem(
                                List.of(),
                                Redemptions.token("token-1", EXPIRY),
                                Optional.of(new FirstRefreshToken(HASH, family))))
                .isEqualTo(new Redemption.Recorded());
        var whose = new Whose.OfSubject("partner:alice");

        assertThat(revoke(whose, NOW)).isEqualTo(2);
        assertThat(revoke(whose, NOW)).isZero();
    }

    @Test
    void recordsHowManyWereRevokedEvenWhenThereWereNone() {
        assertThat(revoke(new Whose.OfSubject("partner:alice"), NOW)).isZero();

        assertThat(events("subject.tokens_revoked")).isEqualTo(1);
    }

    @Test
    void revokesEachTokenOnceForManyCallers() throws Exception {
        record(Redemptions.token("token-1", EXPIRY));
        record(Redemptions.token("token-2", EXPIRY));

        assertThat(allAtOnce(6, () -> revoke(new Whose.OfIssuer(ISSUER), NOW)))
                .containsExactlyInAnyOrder(2L, 0L, 0L, 0L, 0L, 0L);
    }

    private void record(IssuedToken token) {
        assertThat(store.ledger().redeem(List.of(), token)).isEqualTo(new Redemption.Recorded());
    }

    private Revoking revoke(IssuedToken token) {
        return records.revoke(token, new Revocation(token.clientId(), new CorrelationId("c"), NOW));
    }

    private long revoke(Whose whose, Instant now) {
        return records.revoke(
                whose,
                now,
                count -> new AdminEvent(
                        now,
                        new CorrelationId("c"),
                        "admin",
                        "subject.tokens_revoked",
                        "target",
                        "target",
                        Optional.empty(),
                        Optional.of("{\"revoked\":" + count + "}")));
    }

    private static IssuedToken token(String id, String subject, TokenForm form) {
        return token(id, subject, Confirmation.NONE, form);
    }

    private static IssuedToken token(String id, String subject, Confirmation confirmation, TokenForm form) {
        return new IssuedToken(
                new TokenId(id),
                Optional.of(ISSUER),
                subject,
                Optional.of(new IssuerSubject(ISSUER, "alice")),
                APPLICATION,
                new ClientId("orders-client"),
                ScopeSet.of(List.of("orders:read")),
                List.of(new Audience("https://api.example"), new Audience("urn:\uD83D\uDDDD")),
                confirmation,
                NOW,
                EXPIRY,
                form);
    }
}
