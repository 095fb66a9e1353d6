package dev.countersign.server.store.ledger;

import static dev.countersign.server.store.ledger.Redemptions.NOW;
import static dev.countersign.server.store.ledger.Redemptions.key;
import static dev.countersign.server.store.ledger.Redemptions.token;
import static org.assertj.core.api.Assertions.assertThat;

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
import dev.countersign.core.token.IssuedToken;
import dev.countersign.core.token.RefreshFamily;
import dev.countersign.core.token.RefreshTokens;
import dev.countersign.core.token.RefreshTokens.Cause;
import dev.countersign.core.token.RefreshTokens.Exchange;
import dev.countersign.core.token.RefreshTokens.Lookup;
import dev.countersign.core.token.RefreshTokens.Rotation;
import dev.countersign.core.token.RefreshTokens.Standing;
import dev.countersign.core.token.TokenLedger.FirstRefreshToken;
import dev.countersign.core.token.TokenLedger.Redemption;
import dev.countersign.core.token.TokenRecords;
import dev.countersign.core.token.TokenRecords.Revoking;
import dev.countersign.server.store.StoreContract;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Contract of the records of refresh tokens, on any engine. */
abstract class RefreshTokensContract extends StoreContract {
    private static final Sha256 FIRST = Sha256.ofUtf8("first");
    private static final Sha256 SECOND = Sha256.ofUtf8("second");
    private static final IssuedToken TOKEN = token("token-1", NOW.plusSeconds(600));
    private static final IssuedToken NEXT_TOKEN = token("token-2", NOW.plusSeconds(700));
    private static final RefreshFamily FAMILY = family("family-1", "partner:alice", Map.of("sub", "alice"));

    private RefreshTokens tokens;

    @BeforeEach
    void choosePort() {
        tokens = new SqlRefreshTokens(store.organization());
    }

    @Test
    void readsBackWhatWasWritten() {
        begin(FAMILY, FIRST);

        assertThat(tokens.find(FIRST)).isEqualTo(new Lookup.Found(FAMILY, Standing.CURRENT));
    }

    @Test
    void readsBackTextAtItsEdges() {
        var family = family(
                "family-\uD83D\uDDDD",
                LONG_TEXT,
                Map.of(
                        "text",
                        "\uD83D\uDDDD \u00E4\u00C4\u0130 \u0000 \" \\ \n",
                        "list",
                        List.of("a", true, 7L),
                        "object",
                        Map.of("empty", "")));
        begin(family, FIRST);

        assertThat(tokens.find(FIRST)).isEqualTo(new Lookup.Found(family, Standing.CURRENT));
    }

    @Test
    void knowsNoTokenThatWasNeverRecorded() {
        begin(FAMILY, FIRST);

        assertThat(tokens.find(SECOND)).isEqualTo(new Lookup.None());
    }

    @Test
    void recordsNoFamilyForAReplayedAssertion() {
        store.ledger().redeem(key("a"), token());

        assertThat(store.ledger().redeem(key("a"), TOKEN, Optional.of(new FirstRefreshToken(FIRST, FAMILY))))
                .isInstanceOf(Redemption.Replayed.class);
        assertThat(tokens.find(FIRST)).isEqualTo(new Lookup.None());
        assertThat(store.count("refresh_families")).isZero();
    }

    @Test
    void rotatesTheCurrentToken() {
        begin(FAMILY, FIRST);

        assertThat(rotate(FIRST, SECOND)).isEqualTo(new Rotation.Rotated());

        assertThat(standing(FIRST)).isEqualTo(Standing.SPENT);
        assertThat(standing(SECOND)).isEqualTo(Standing.CURRENT);
        assertThat(records().find(NEXT_TOKEN.id())).isEqualTo(new TokenRecords.Lookup.Found(NEXT_TOKEN, false));
    }

    @Test
    void aSpentTokenCostsItsFamily() {
        begin(FAMILY, FIRST);
        begin(family("family-2", "partner:bob", Map.of()), Sha256.ofUtf8("of another family"));
        var _ = rotate(FIRST, SECOND);

        assertThat(rotate(FIRST, Sha256.ofUtf8("third"))).isEqualTo(new Rotation.NotCurrent(Standing.SPENT));

        assertThat(standing(SECOND)).isEqualTo(Standing.REVOKED);
        assertThat(tokens.find(Sha256.ofUtf8("third"))).isEqualTo(new Lookup.None());
        assertThat(records().find(TOKEN.id())).isEqualTo(new TokenRecords.Lookup.Found(TOKEN, true));
        assertThat(records().find(NEXT_TOKEN.id())).isEqualTo(new TokenRecords.Lookup.Found(NEXT_TOKEN, true));
        assertThat(events("refresh_token.reused")).isEqualTo(1);
        assertThat(standing(Sha256.ofUtf8("of another family"))).isEqualTo(Standing.CURRENT);
    }

    @Test
    void aRevokedFamilyGivesNothing() {
        begin(FAMILY, FIRST);

        assertThat(revoke()).isEqualTo(new Revoking.Done());

        assertThat(rotate(FIRST, SECOND)).isEqualTo(new Rotation.NotCurrent(Standing.REVOKED));
        assertThat(tokens.find(SECOND)).isEqualTo(new Lookup.None());
        assertThat(records().find(NEXT_TOKEN.id())).isEqualTo(new TokenRecords.Lookup.None());
    }

    @Test
    void revokingTwiceIsOnRecordOnce() {
        begin(FAMILY, FIRST);

        assertThat(revoke()).isEqualTo(new Revoking.Done());
        assertThat(revoke()).isEqualTo(new Revoking.Done());

        assertThat(events("refresh_token.revoked")).isEqualTo(1);
        assertThat(standing(FIRST)).isEqualTo(Standing.REVOKED);
    }

    @Test
    void revokingAFamilyThatIsGoneRecordsNothing() {
        assertThat(revoke()).isEqualTo(new Revoking.Done());

        assertThat(store.count("audit_events")).isZero();
    }

    @Test
    void spendsAClientAssertionWithTheRefreshToken() {
        begin(FAMILY, FIRST);

        assertThat(rotate(key("client"), FIRST, SECOND)).isEqualTo(new Rotation.Rotated());

        assertThat(store.ledger().spend(key("client"))).isInstanceOf(Redemption.Replayed.class);
    }

    @Test
    void aReplayedClientAssertionLeavesTheFamilyAlone() {
        begin(FAMILY, FIRST);
        store.ledger().spend(key("client"));

        assertThat(rotate(key("client"), FIRST, SECOND))
                .isEqualTo(new Rotation.Replayed(Redemptions.replayed("client", NOW.plusSeconds(600))));

        assertThat(standing(FIRST)).isEqualTo(Standing.CURRENT);
        assertThat(rotate(key("another"), FIRST, SECOND)).isEqualTo(new Rotation.Rotated());
        assertThat(rotate(key("client"), FIRST, Sha256.ofUtf8("third"))).isInstanceOf(Rotation.Replayed.class);
        assertThat(standing(SECOND)).isEqualTo(Standing.CURRENT);
    }

    @Test
    void beginsAFamilyBesideRedemptionsOfSeveralJwts() {
        var both = List.of(key("client").getFirst(), key("a").getFirst());
        var first = Optional.of(new FirstRefreshToken(FIRST, FAMILY));

        assertThat(store.ledger().redeem(both, TOKEN, first)).isEqualTo(new Redemption.Recorded());
        assertThat(store.ledger().redeem(both, token(), Optional.empty())).isInstanceOf(Redemption.Replayed.class);

        assertThat(standing(FIRST)).isEqualTo(Standing.CURRENT);
        assertThat(store.count("issued_tokens")).isEqualTo(1);
    }

    @Test
    void oneOfManyCallersWithTheSameTokenIsServed() throws Exception {
        begin(FAMILY, FIRST);

        List<Rotation> outcomes = allAtOnce(IntStream.range(0, 16)
                .<Callable<Rotation>>mapToObj(
                        i -> () -> rotate(FIRST, Sha256.ofUtf8("next " + i), token("next-" + i, NOW.plusSeconds(60))))
                .toList());

        assertThat(outcomes).filteredOn(Rotation.Rotated.class::isInstance).hasSize(1);
        assertThat(outcomes)
                .filteredOn(new Rotation.NotCurrent(Standing.SPENT)::equals)
                .hasSize(1);
        assertThat(outcomes)
                .filteredOn(new Rotation.NotCurrent(Standing.REVOKED)::equals)
                .hasSize(14);
        assertThat(store.count("refresh_tokens")).isEqualTo(2);
        assertThat(events("refresh_token.reused")).isEqualTo(1);
    }

    private void begin(RefreshFamily family, Sha256 hash) {
        IssuedToken token = family.equals(FAMILY) ? TOKEN : token();
        assertThat(store.ledger().redeem(List.of(), token, Optional.of(new FirstRefreshToken(hash, family))))
                .isEqualTo(new Redemption.Recorded());
    }

    private Rotation rotate(Sha256 spent, Sha256 next) {
        return rotate(spent, next, NEXT_TOKEN);
    }

    private Rotation rotate(Sha256 spent, Sha256 next, IssuedToken token) {
        return rotate(List.of(), spent, next, token);
    }

    private Rotation rotate(List<ReplayKey> client, Sha256 spent, Sha256 next) {
        return rotate(client, spent, next, token());
    }

    private Rotation rotate(List<ReplayKey> client, Sha256 spent, Sha256 next, IssuedToken token) {
        return tokens.rotate(
                new Exchange(client, FAMILY, spent, next, token, new CorrelationId("c"), NOW.plusSeconds(60)));
    }

    private Revoking revoke() {
        return tokens.revoke(
                FAMILY,
                Cause.GIVEN_BACK,
                new TokenRecords.Revocation(FAMILY.clientId(), new CorrelationId("c"), NOW.plusSeconds(60)));
    }

    private Standing standing(Sha256 hash) {
        return ((Lookup.Found) tokens.find(hash)).standing();
    }

    private TokenRecords records() {
        return new SqlTokenRecords(store.organization());
    }

    private static RefreshFamily family(String id, String subject, Map<String, Object> claims) {
        return new RefreshFamily(
                new FamilyId(id),
                new IssuerId("issuer-1"),
                subject,
                new ApplicationId("application-1"),
                new ClientId("orders-client"),
                ScopeSet.of(List.of("orders:read", "orders:write")),
                List.of(new Audience("https://api.example"), new Audience("urn:\uD83D\uDDDD")),
                List.of("https://api.example"),
                claims,
                Confirmation.ofJwk("0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I"),
                NOW,
                NOW.plus(Duration.ofDays(30)));
    }
}
