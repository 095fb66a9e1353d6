package dev.countersign.server.store.ledger;

import static dev.countersign.server.store.ledger.Redemptions.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.audit.AdminEvent;
import dev.countersign.core.jose.key.Sha256;
import dev.countersign.core.jwt.ReplayKey;
import dev.countersign.core.oauth.CorrelationId;
import dev.countersign.core.oauth.IssuerId;
import dev.countersign.core.oauth.TokenId;
import dev.countersign.core.token.Actor;
import dev.countersign.core.token.Derivation;
import dev.countersign.core.token.IssuedToken;
import dev.countersign.core.token.IssuerSubject;
import dev.countersign.core.token.PermittedActor;
import dev.countersign.core.token.TokenLedger.Redemption;
import dev.countersign.core.token.TokenRecords.Lookup;
import dev.countersign.core.token.TokenRecords.Revocation;
import dev.countersign.server.store.StoreContract;
import dev.countersign.server.subject.BlockedSubject;
import dev.countersign.server.subject.BlockedSubject.Source;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Contract of the records of exchanged tokens, on any engine: live only as long as their origins, and with blocked actors. */
abstract class TokenLineageContract extends StoreContract {
    private static final Instant EXPIRY = NOW.plusSeconds(3600);

    private static final IssuerSubject ALICE = new IssuerSubject(new IssuerId("issuer-1"), "alice");
    private static final IssuerSubject BOB = new IssuerSubject(new IssuerId("issuer-1"), "bob");

    private SqlTokenRecords records;

    @BeforeEach
    void choosePort() {
        records = new SqlTokenRecords(store.organization());
    }

    @Test
    void readsBackTheOriginOfAnExchangedToken() {
        record(exchanged("first", Optional.empty()));
        IssuedToken second = exchanged("second", Optional.of("first"));
        record(second);
        var keys = List.of(
                new ReplayKey(Sha256.ofUtf8("assertion"), EXPIRY), new ReplayKey(Sha256.ofUtf8("proof"), EXPIRY));
        IssuedToken third = exchanged("third", Optional.of("second"));
        assertThat(store.ledger().redeem(keys, third)).isEqualTo(new Redemption.Recorded());

        assertThat(records.find(second.id())).isEqualTo(new Lookup.Found(second, false));
        assertThat(records.find(third.id())).isEqualTo(new Lookup.Found(third, false));
    }

    @Test
    void revokingATokenRevokesWhatWasExchangedFromIt() {
        IssuedToken first = exchanged("first", Optional.empty());
        IssuedToken second = exchanged("second", Optional.of("first"));
        IssuedToken third = exchanged("third", Optional.of("second"));
        List.of(first, second, third).forEach(this::record);

        revoke(second);

        assertThat(records.find(first.id())).isEqualTo(new Lookup.Found(first, false));
        assertThat(records.find(second.id())).isEqualTo(new Lookup.Found(second, true));
        assertThat(records.find(third.id())).isEqualTo(new Lookup.Found(third, true));
        revoke(first);
        assertThat(records.find(first.id())).isEqualTo(new Lookup.Found(first, true));
    }

    @Test
    void aTokenThatIsExchangedWhileItIsRevokedLeavesNoLiveToken() {
        IssuedToken first = exchanged("first", Optional.empty());
        record(first);
        revoke(first);
        IssuedToken late = exchanged("late", Optional.of("first"));
        record(late);

        assertThat(records.find(late.id())).isEqualTo(new Lookup.Found(late, true));
    }

    @Test
    void aTokenWhoseOriginIsNotOnRecordIsNotLive() {
        IssuedToken orphan = exchanged("orphan", Optional.of("gone"));
        record(orphan);

        assertThat(records.find(orphan.id())).isEqualTo(new Lookup.Found(orphan, true));
    }

    @Test
    void readsBackThePermittedActorOfATokenThatWasNotExchanged() {
        IssuedToken first = with(Redemptions.token("first", EXPIRY), ofGrant(Map.of("sub", "robot", "iss", "urn:x")));
        record(first);
        IssuedToken second = with(Redemptions.token("second", EXPIRY), ofGrant("malformed"));
        var keys = List.of(
                new ReplayKey(Sha256.ofUtf8("assertion"), EXPIRY), new ReplayKey(Sha256.ofUtf8("proof"), EXPIRY));
        assertThat(store.ledger().redeem(keys, second)).isEqualTo(new Redemption.Recorded());

        assertThat(records.find(first.id())).isEqualTo(new Lookup.Found(first, false));
        assertThat(records.find(second.id())).isEqualTo(new Lookup.Found(second, false));
    }

    private static Derivation ofGrant(Object mayAct) {
        return Derivation.ofGrant(Map.of("may_act", mayAct));
    }

    private static IssuedToken exchanged(String id, Optional<String> from) {
        var actor = new Actor("robot", Optional.of("urn:\uD83D\uDDDD"), Optional.empty());
        return with(
                Redemptions.token(id, EXPIRY),
                new Derivation(
                        from.map(TokenId::new),
                        Optional.of(actor),
                        Optional.of(new PermittedActor(Optional.of("robot"), Optional.empty())),
                        from.isPresent() ? 1 : 0));
    }

    private static IssuedToken with(IssuedToken plain, Derivation derivation) {
        return new IssuedToken(
                plain.id(),
                plain.issuer(),
                plain.subject(),
                plain.issuerSubject(),
                plain.application(),
                plain.clientId(),
                plain.scopes(),
                plain.audiences(),
                plain.confirmation(),
                plain.issuedAt(),
                plain.expiresAt(),
                plain.form(),
                derivation);
    }

    @Test
    void refusesABlockedActorAndSpendsNothing() {
        block();

        assertThat(store.ledger()
                        .redeem(Redemptions.key("a"), SubjectTokens.token(BOB, NOW), Optional.empty(), List.of(ALICE)))
                .isEqualTo(new Redemption.Blocked(ALICE));
        List<ReplayKey> both = List.of(
                Redemptions.key("a").getFirst(), Redemptions.key("actor").getFirst());
        assertThat(store.ledger().redeem(both, SubjectTokens.token(BOB, NOW), Optional.empty(), List.of(ALICE)))
                .isEqualTo(new Redemption.Blocked(ALICE));
        assertThat(store.count("issued_tokens")).isZero();
        assertThat(store.ledger().redeem(both, SubjectTokens.token(BOB, NOW), Optional.empty(), List.of(BOB)))
                .isEqualTo(new Redemption.Recorded());
    }

    @Test
    void refusesABlockedSubjectOfAGrantThatIsNotRecorded() {
        block();

        assertThat(store.ledger().spend(Redemptions.key("a"), List.of(BOB, ALICE), NOW))
                .isEqualTo(new Redemption.Blocked(ALICE));
        assertThat(store.ledger().spend(List.of(), List.of(ALICE), NOW)).isEqualTo(new Redemption.Blocked(ALICE));
        assertThat(store.ledger().spend(Redemptions.key("a"), List.of(BOB), NOW))
                .isEqualTo(new Redemption.Recorded());
        assertThat(store.ledger().spend(List.of(), List.of(BOB), NOW)).isEqualTo(new Redemption.Recorded());
    }

    private void block() {
        String issuer =
                "INSERT INTO trusted_token_issuers (id, name, issuer, document, created_at, updated_at, version)"
                        + " VALUES ('issuer-1', 'partner', 'urn:partner', '{}', 0, 0, 0)";
        store.writer.call(connection -> {
            try (var statement = connection.createStatement()) {
                return statement.executeUpdate(issuer);
            }
        });
        var block = new BlockedSubject("1", ALICE, Source.ADMINISTRATOR, "left", NOW, Optional.empty());
        new SqlBlockedSubjects(store.organization())
                .block(
                        block,
                        List.of("alice"),
                        _ -> new AdminEvent(
                                NOW,
                                new CorrelationId("c"),
                                "admin",
                                "blocked_subject.created",
                                "1",
                                "alice",
                                Optional.empty(),
                                Optional.empty()));
    }

    private void record(IssuedToken token) {
        assertThat(store.ledger().redeem(List.of(), token)).isEqualTo(new Redemption.Recorded());
    }

    private void revoke(IssuedToken token) {
        records.revoke(token, new Revocation(token.clientId(), new CorrelationId("c"), NOW));
    }
}
