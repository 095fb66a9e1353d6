package dev.countersign.server.store.ledger;

import static dev.countersign.server.store.ledger.Redemptions.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.event.SecurityEventType;
import dev.countersign.core.event.SecurityEvents.Applied;
import dev.countersign.core.event.SecurityEvents.Verified;
import dev.countersign.core.jose.key.Sha256;
import dev.countersign.core.jwt.ReplayKey;
import dev.countersign.core.oauth.CorrelationId;
import dev.countersign.core.oauth.IssuerId;
import dev.countersign.core.token.IssuerSubject;
import dev.countersign.core.token.TokenLedger.Redemption;
import dev.countersign.server.store.StoreContract;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Contract of the effects of security events, on any engine. */
abstract class SecurityEventsContract extends StoreContract {
    private static final IssuerSubject ALICE = new IssuerSubject(new IssuerId("issuer-1"), "alice");
    private static final Redemption RECORDED = new Redemption.Recorded();
    private static final Redemption BLOCKED = new Redemption.Blocked(ALICE);

    private SqlSecurityEvents events;

    @BeforeEach
    void choosePort() {
        events = new SqlSecurityEvents(store.organization());
        store.writer.call(connection -> {
            try (var statement = connection.createStatement()) {
                return statement.executeUpdate(
                        "INSERT INTO trusted_token_issuers (id, name, issuer, document, created_at, updated_at, version)"
                                + " VALUES ('issuer-1', 'partner', 'urn:partner', '{}', 0, 0, 0)");
            }
        });
    }

    @Test
    void revokesTheTokensOfTheSubjectAndBlocksNothing() {
        store.ledger().redeem(Redemptions.key("a"), Redemptions.token());

        apply("1", NOW, SecurityEventType.SESSION_REVOKED);

        assertThat(store.count("issued_tokens WHERE revoked_at IS NULL")).isZero();
        assertThat(state()).isEqualTo(RECORDED);
        assertThat(store.count("audit_events WHERE stage = 'security_event.received' AND actor = 'partner'"
                        + " AND detail LIKE '%session-revoked%' AND detail LIKE '%\"revoked\":1%'"))
                .isEqualTo(1);
    }

    @Test
    void anEventTakesEffectOnce() {
        apply("1", NOW, SecurityEventType.ACCOUNT_DISABLED);
        apply("2", NOW, SecurityEventType.ACCOUNT_ENABLED);
        assertThat(state()).isEqualTo(RECORDED);

        apply("1", NOW, SecurityEventType.ACCOUNT_DISABLED);

        assertThat(state()).isEqualTo(RECORDED);
        assertThat(events("security_event.received")).isEqualTo(2);
    }

    @Test
    void theSameEventAtOnceTakesEffectOnce() throws Exception {
        allAtOnce(16, () -> apply("1", NOW, SecurityEventType.ACCOUNT_PURGED));

        assertThat(events("security_event.received")).isEqualTo(1);
        assertThat(state()).isEqualTo(BLOCKED);
    }

    @Test
    void anEventNeverLiftsTheBlockOfALaterOne() {
        apply("1", NOW, SecurityEventType.ACCOUNT_DISABLED);
        apply("2", NOW.plusSeconds(10), SecurityEventType.ACCOUNT_DISABLED);

        apply("3", NOW.plusSeconds(9), SecurityEventType.ACCOUNT_ENABLED);
        assertThat(state()).isEqualTo(BLOCKED);
        apply("4", NOW.plusSeconds(10), SecurityEventType.ACCOUNT_ENABLED);
        assertThat(state()).isEqualTo(RECORDED);
    }

    private Applied apply(String id, Instant issuedAt, SecurityEventType type) {
        Applied applied = events.apply(new Verified(
                ALICE,
                "partner",
                List.of(type),
                issuedAt,
                id,
                new ReplayKey(Sha256.ofUtf8(id), NOW.plus(Duration.ofDays(1))),
                new CorrelationId("correlation-1"),
                NOW));
        assertThat(applied).isEqualTo(new Applied.Done());
        return applied;
    }

    private Redemption state() {
        return store.ledger().peek(ALICE, NOW);
    }
}
