package dev.countersign.server.store.ledger;

import static dev.countersign.server.store.ledger.Redemptions.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.jose.key.Sha256;
import dev.countersign.core.jwt.ReplayKey;
import dev.countersign.core.oauth.CorrelationId;
import dev.countersign.core.oauth.TokenId;
import dev.countersign.core.token.Actor;
import dev.countersign.core.token.Derivation;
import dev.countersign.core.token.IssuedToken;
import dev.countersign.core.token.PermittedActor;
import dev.countersign.core.token.TokenLedger.Redemption;
import dev.countersign.core.token.TokenRecords.Lookup;
import dev.countersign.core.token.TokenRecords.Revocation;
import dev.countersign.server.store.StoreContract;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Contract of the records of exchanged tokens, on any engine: one is live as long as those it was exchanged from. */
abstract class TokenLineageContract extends StoreContract {
    private static final Instant EXPIRY = NOW.plusSeconds(3600);

    private SqlTokenRecords records;

    @BeforeEach
    void choosePort() {
        records = new SqlTokenRecords(store.writer, store.readers);
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

    private static IssuedToken exchanged(String id, Optional<String> from) {
        IssuedToken plain = Redemptions.token(id, EXPIRY);
        var actor = new Actor("robot", Optional.of("urn:\uD83D\uDDDD"), Optional.empty());
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
                new Derivation(
                        from.map(TokenId::new),
                        Optional.of(actor),
                        Optional.of(new PermittedActor(Optional.of("robot"), Optional.empty()))));
    }

    private void record(IssuedToken token) {
        assertThat(store.ledger().redeem(List.of(), token)).isEqualTo(new Redemption.Recorded());
    }

    private void revoke(IssuedToken token) {
        records.revoke(token, new Revocation(token.clientId(), new CorrelationId("c"), NOW));
    }
}
