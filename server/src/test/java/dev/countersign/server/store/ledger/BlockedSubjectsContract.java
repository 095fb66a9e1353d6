package dev.countersign.server.store.ledger;

import static dev.countersign.server.store.ledger.Redemptions.NOW;
import static dev.countersign.server.store.ledger.Redemptions.key;
import static dev.countersign.server.store.ledger.SubjectTokens.token;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.audit.AdminEvent;
import dev.countersign.core.jwt.ReplayKey;
import dev.countersign.core.oauth.CorrelationId;
import dev.countersign.core.oauth.IssuerId;
import dev.countersign.core.token.IssuerSubject;
import dev.countersign.core.token.TokenLedger.Redemption;
import dev.countersign.server.store.StoreContract;
import dev.countersign.server.subject.BlockedSubject;
import dev.countersign.server.subject.BlockedSubject.Source;
import dev.countersign.server.subject.BlockedSubjects.Position;
import dev.countersign.server.subject.BlockedSubjects.Selection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Contract of the blocked subjects, and of the ledger that refuses them, on any engine. */
abstract class BlockedSubjectsContract extends StoreContract {
    private static final IssuerId PARTNER = new IssuerId("issuer-1");
    private static final IssuerId OTHER = new IssuerId("issuer-2");
    private static final IssuerSubject ALICE = new IssuerSubject(PARTNER, "alice");
    private static final IssuerSubject BOB = new IssuerSubject(PARTNER, "bob");
    private static final List<String> MAPPED = List.of("alice", "partner:alice");
    private static final Redemption RECORDED = new Redemption.Recorded();
    private static final Redemption BLOCKED = new Redemption.Blocked(ALICE);

    private SqlBlockedSubjects blocks;

    @BeforeEach
    void choosePort() {
        blocks = new SqlBlockedSubjects(store.organization());
        for (IssuerId issuer : List.of(PARTNER, OTHER)) {
            execute("INSERT INTO trusted_token_issuers (id, name, issuer, document, created_at, updated_at, version)"
                    + " VALUES ('" + issuer.value() + "', '" + issuer.value() + "', '" + issuer.value()
                    + "', '{}', 0, 0, 0)");
        }
    }

    @Test
    void refusesABlockedSubjectAndSpendsNothing() {
        block(ALICE);

        assertThat(redeem("a", ALICE)).isEqualTo(BLOCKED);
        assertThat(store.count("issued_tokens")).isZero();
        assertThat(store.ledger().peek(key("a"))).isEqualTo(RECORDED);
        assertThat(redeem("a", BOB)).isEqualTo(RECORDED);
    }

    @Test
    void refusesNeitherAnotherSubjectNorTheSameNameOfAnotherIssuer() {
        block(ALICE);

        assertThat(redeem("a", BOB)).isEqualTo(RECORDED);
        assertThat(redeem("b", new IssuerSubject(OTHER, "alice"))).isEqualTo(RECORDED);
        assertThat(redeem("c", new IssuerSubject(PARTNER, "Alice"))).isEqualTo(RECORDED);
        assertThat(store.ledger().redeem(key("d"), Redemptions.token())).isEqualTo(RECORDED);
    }

    @Test
    void refusesARedemptionOfSeveralJwts() {
        block(ALICE);
        List<ReplayKey> both = List.of(key("a").getFirst(), key("client").getFirst());

        assertThat(store.ledger().redeem(both, token(ALICE, NOW))).isEqualTo(BLOCKED);
        assertThat(store.count("issued_tokens")).isZero();
        assertThat(store.ledger().redeem(both, token(BOB, NOW))).isEqualTo(RECORDED);
    }

    @Test
    void refusesARedemptionThatBeginsAFamilyOfRefreshTokens() {
        block(ALICE);

        assertThat(begin("a", ALICE)).isEqualTo(BLOCKED);
        assertThat(store.count("refresh_families")).isZero();
        assertThat(store.ledger().peek(key("a"))).isEqualTo(RECORDED);
    }

    @Test
    void refusesAReusableAssertion() {
        assertThat(store.ledger().redeem(Redemptions.reusable("a"), token(ALICE, NOW)))
                .isEqualTo(RECORDED);
        block(ALICE);
        assertThat(store.ledger().redeem(Redemptions.reusable("a"), token(ALICE, NOW)))
                .isEqualTo(BLOCKED);
    }

    @Test
    void refusesTheBlockedOnesOfAGroupAndNoOther() throws Exception {
        block(ALICE);
        var release = store.hold();
        List<Callable<Redemption>> calls = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            String assertion = "a" + i;
            IssuerSubject subject = i % 2 == 0 ? ALICE : BOB;
            calls.add(() -> redeem(assertion, subject));
        }
        release.countDown();
        List<Redemption> outcomes = allAtOnce(calls);

        for (int i = 0; i < outcomes.size(); i++) {
            assertThat(outcomes.get(i)).isEqualTo(i % 2 == 0 ? BLOCKED : RECORDED);
        }
        assertThat(store.count("issued_tokens")).isEqualTo(10);
    }

    @Test
    void aBlockEndsAtItsTime() {
        block("1", ALICE, Source.ADMINISTRATOR, Optional.of(NOW.plusSeconds(60)));

        Instant last = NOW.plusSeconds(59);
        Instant end = NOW.plusSeconds(60);
        assertThat(store.ledger().peek(ALICE, last)).isEqualTo(BLOCKED);
        assertThat(store.ledger().redeem(key("a"), token(ALICE, last))).isEqualTo(BLOCKED);
        assertThat(blocks.find("1", end.minusMillis(1))).isPresent();
        assertThat(store.ledger().peek(ALICE, end)).isEqualTo(RECORDED);
        assertThat(store.ledger().redeem(key("a"), token(ALICE, end))).isEqualTo(RECORDED);
        assertThat(blocks.find("1", end)).isEmpty();
        assertThat(list(Optional.empty(), "", Optional.empty(), 10, end)).isEmpty();
    }

    @Test
    void aBlockThatEndsWithinASecondLastsUntilTheNextOne() {
        block("1", ALICE, Source.ADMINISTRATOR, Optional.of(NOW.plusMillis(1)));

        assertThat(store.ledger().peek(ALICE, NOW)).isEqualTo(BLOCKED);
        assertThat(store.ledger().peek(ALICE, NOW.plusSeconds(1))).isEqualTo(RECORDED);
    }

    @Test
    void revokesTheTokensOfTheSubjectAndNoOther() {
        redeem("a", ALICE);
        begin("b", ALICE);
        redeem("c", BOB);
        redeem("d", new IssuerSubject(OTHER, "alice"));

        block(ALICE);

        assertThat(store.count("issued_tokens WHERE revoked_at IS NULL AND issuer_subject = 'alice'"))
                .isEqualTo(1);
        assertThat(store.count("issued_tokens WHERE revoked_at IS NULL")).isEqualTo(2);
        assertThat(store.count("refresh_families WHERE revoked_at IS NOT NULL")).isEqualTo(1);
        assertThat(store.count(
                        "audit_events WHERE stage = 'blocked_subject.created' AND detail LIKE '%\"revoked\":3%'"))
                .isEqualTo(1);
    }

    @Test
    void revokesTokensThatAnEarlierVersionRecordedWithoutSub() {
        store.ledger().redeem(key("a"), Redemptions.token());
        execute("UPDATE issued_tokens SET issuer_subject = NULL");

        block(BOB);
        assertThat(store.count("issued_tokens WHERE revoked_at IS NULL")).isEqualTo(1);
        block("2", ALICE, Source.ADMINISTRATOR, Optional.empty());
        assertThat(store.count("issued_tokens WHERE revoked_at IS NULL")).isZero();
    }

    @Test
    void liftingABlockRevivesNothing() {
        redeem("a", ALICE);
        block(ALICE);

        assertThat(lift("1")).isTrue();

        assertThat(redeem("b", ALICE)).isEqualTo(RECORDED);
        assertThat(store.count("issued_tokens WHERE revoked_at IS NOT NULL")).isEqualTo(1);
        assertThat(lift("1")).isFalse();
        assertThat(events("blocked_subject.deleted")).isEqualTo(1);
    }

    @Test
    void blocksOfBothSourcesStandBesideEachOther() {
        assertThat(block(ALICE)).isTrue();
        assertThat(block("2", ALICE, Source.ADMINISTRATOR, Optional.empty())).isFalse();
        assertThat(block("3", ALICE, Source.ISSUER, Optional.empty())).isTrue();
        assertThat(events("blocked_subject.created")).isEqualTo(2);

        assertThat(lift("1")).isTrue();
        assertThat(redeem("a", ALICE)).isEqualTo(BLOCKED);
        assertThat(lift("3")).isTrue();
        assertThat(redeem("a", ALICE)).isEqualTo(RECORDED);
    }

    @Test
    void aBlockThatHasEndedDoesNotPreventAnother() {
        block("1", ALICE, Source.ADMINISTRATOR, Optional.of(NOW));
        assertThat(block("2", ALICE, Source.ADMINISTRATOR, Optional.empty())).isTrue();
        assertThat(blocks.find("2", NOW)).isPresent();
    }

    @Test
    void readsBackABlockWithTextAtItsEdges() {
        var edge = new BlockedSubject(
                "edge",
                new IssuerSubject(PARTNER, LONG_TEXT.repeat(4)),
                Source.ISSUER,
                "\u00C4\u0130\uD83D\uDDDD \" \\ %",
                NOW,
                Optional.of(NOW.plusSeconds(5)));
        assertThat(blocks.block(edge, MAPPED, BlockedSubjectsContract::event)).isTrue();

        assertThat(blocks.find("edge", NOW)).contains(edge);
        assertThat(store.ledger().peek(edge.subject(), NOW)).isEqualTo(new Redemption.Blocked(edge.subject()));
    }

    @Test
    void listsTheNewestFirstInPages() {
        for (int i = 0; i < 5; i++) {
            var block = new BlockedSubject(
                    "id-" + i,
                    new IssuerSubject(i == 4 ? OTHER : PARTNER, "subject-" + i),
                    Source.ADMINISTRATOR,
                    i == 2 ? "Left the 100% Company" : "",
                    NOW.plusMillis(i / 2),
                    Optional.empty());
            blocks.block(block, MAPPED, BlockedSubjectsContract::event);
        }

        assertThat(list(Optional.empty(), "", Optional.empty(), 3, NOW)).containsExactly("id-4", "id-3", "id-2");
        assertThat(list(Optional.empty(), "", Optional.of(new Position(NOW.plusMillis(1), "id-2")), 3, NOW))
                .containsExactly("id-1", "id-0");
        assertThat(list(Optional.of(OTHER), "", Optional.empty(), 3, NOW)).containsExactly("id-4");
        assertThat(list(Optional.empty(), "100% company", Optional.empty(), 3, NOW))
                .containsExactly("id-2");
        assertThat(list(Optional.empty(), "SUBJECT-3", Optional.empty(), 3, NOW))
                .containsExactly("id-3");
    }

    @Test
    void findsTheBlocksOfOneSubjectThatAreInForce() {
        Instant end = NOW.plusSeconds(60);
        block("a", ALICE, Source.ISSUER, Optional.empty());
        block("b", ALICE, Source.ADMINISTRATOR, Optional.of(end));
        block("c", BOB, Source.ADMINISTRATOR, Optional.empty());
        block("d", new IssuerSubject(OTHER, "alice"), Source.ADMINISTRATOR, Optional.empty());

        assertThat(blocks.of(ALICE, end.minusMillis(1)))
                .extracting(BlockedSubject::id)
                .containsExactly("b", "a");
        assertThat(blocks.of(ALICE, end)).extracting(BlockedSubject::id).containsExactly("a");
        assertThat(blocks.of(new IssuerSubject(PARTNER, "Alice"), NOW)).isEmpty();
    }

    @Test
    void theBlocksOfAnIssuerGoWithIt() {
        block(ALICE);
        execute("DELETE FROM trusted_token_issuers WHERE id = 'issuer-1'");
        assertThat(store.count("blocked_subjects")).isZero();
    }

    /** A redemption in flight at the moment of the block is either refused or revoked. */
    @Test
    void whatIsInFlightLeavesNoLiveToken() throws Exception {
        List<Callable<Redemption>> calls = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            String assertion = "flight-" + i;
            calls.add(
                    i == 150
                            ? () -> {
                                block(ALICE);
                                return BLOCKED;
                            }
                            : assertion.endsWith("7") ? () -> begin(assertion, ALICE) : () -> redeem(assertion, ALICE));
        }
        List<Redemption> outcomes = allAtOnce(calls);

        assertThat(outcomes).contains(BLOCKED).isSubsetOf(BLOCKED, RECORDED);
        assertThat(store.count("issued_tokens WHERE revoked_at IS NULL")).isZero();
        assertThat(store.count("refresh_families WHERE revoked_at IS NULL")).isZero();
    }

    private boolean block(IssuerSubject subject) {
        return block("1", subject, Source.ADMINISTRATOR, Optional.empty());
    }

    private boolean block(String id, IssuerSubject subject, Source source, Optional<Instant> until) {
        return blocks.block(
                new BlockedSubject(id, subject, source, "left", NOW, until),
                List.of(subject.subject(), "partner:" + subject.subject()),
                BlockedSubjectsContract::event);
    }

    private boolean lift(String id) {
        return blocks.lift(
                new BlockedSubject(id, ALICE, Source.ADMINISTRATOR, "", NOW, Optional.empty()),
                event("blocked_subject.deleted", "{}"));
    }

    private List<String> list(
            Optional<IssuerId> issuer, String containing, Optional<Position> before, int limit, Instant now) {
        return blocks.list(new Selection(issuer, containing, before, limit), now).stream()
                .map(BlockedSubject::id)
                .toList();
    }

    private Redemption redeem(String assertion, IssuerSubject subject) {
        return store.ledger().redeem(key(assertion), token(subject, NOW));
    }

    private Redemption begin(String assertion, IssuerSubject subject) {
        return store.ledger()
                .redeem(key(assertion), token(subject, NOW), Optional.of(SubjectTokens.first(assertion, subject)));
    }

    private static AdminEvent event(long revoked) {
        return event("blocked_subject.created", "{\"revoked\":" + revoked + "}");
    }

    private static AdminEvent event(String action, String after) {
        return new AdminEvent(
                NOW,
                new CorrelationId("correlation-1"),
                "admin",
                action,
                "1",
                "alice",
                Optional.empty(),
                Optional.of(after));
    }

    private void execute(String sql) {
        store.writer.call(connection -> {
            try (var statement = connection.createStatement()) {
                return statement.executeUpdate(sql);
            }
        });
    }
}
