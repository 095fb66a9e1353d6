package dev.countersign.server.store.audit;

import static dev.countersign.server.store.ledger.Redemptions.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.audit.AdminEvent;
import dev.countersign.core.oauth.CorrelationId;
import dev.countersign.core.rejection.RejectionCode;
import dev.countersign.server.insight.AuditQuery;
import dev.countersign.server.insight.AuditQuery.Stretch;
import dev.countersign.server.insight.AuditRecord;
import dev.countersign.server.registry.change.TestJson;
import dev.countersign.server.store.StoreContract;
import dev.countersign.server.store.column.OrganizationConnection;
import dev.countersign.server.store.column.OrganizationKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Contract of the searches in the audit, on any engine. */
abstract class AuditRecordsContract extends StoreContract {
    private static final Stretch EVERYTHING = Stretch.backFrom(Long.MAX_VALUE);

    private AuditFinder finder;

    @BeforeEach
    void choosePort() {
        finder = new AuditFinder(store.organization());
    }

    @Test
    void readsBackATokenEvent() {
        store.record(SampleEvents.accepted(NOW).correlationId("one").build());

        assertThat(all()).singleElement().satisfies(event -> {
            assertThat(event.at()).isEqualTo(NOW);
            assertThat(event.kind()).isEqualTo("token");
            assertThat(event.correlationId()).isEqualTo("one");
            assertThat(event.outcome()).isEqualTo("accepted");
            assertThat(event.stage()).isEqualTo("minted");
            assertThat(event.code()).isEmpty();
            assertThat(event.actor()).isEmpty();
            assertThat(event.issuer()).contains("partner");
            assertThat(event.application()).contains("orders-app");
            assertThat(event.clientId()).contains("orders-client");
            assertThat(event.subject()).contains("partner:alice");
            assertThat(event.tokenId()).contains("token-1");
        });
    }

    @Test
    void readsBackARefusalWithItsEvidenceAndTheTitleOfItsCode() {
        store.record(SampleEvents.refused(NOW).build());

        AuditRecord refused = all().getFirst();
        assertThat(refused.outcome()).isEqualTo("refused");
        assertThat(refused.code()).contains("assertion.expired");
        assertThat(refused.tokenId()).isEmpty();
        assertThat(refused.detail()).contains("ask \\\"again\\\"").contains("\"title\":\"The assertion has expired\"");
    }

    @Test
    void keepsTheSubjectOfTheIssuerWholeOrNotAtAll() {
        String longest = "x".repeat(EventText.LONGEST);
        for (String subject : List.of("alice", longest, longest + "x", "a\0b")) {
            store.record(SampleEvents.accepted(NOW).issuerSubject(subject).build());
        }

        assertThat(all())
                .extracting(event -> TestJson.exact(event.detail()).get("issuer_subject"))
                .containsExactly(null, null, longest, "alice");
    }

    @Test
    void readsBackAnAdministrativeChange() {
        change("trusted_token_issuer.changed", "partner \uD83D\uDDDD");

        assertThat(all()).singleElement().satisfies(event -> {
            assertThat(event.kind()).isEqualTo("admin");
            assertThat(event.outcome()).isEqualTo("changed");
            assertThat(event.stage()).isEqualTo("trusted_token_issuer.changed");
            assertThat(event.actor()).contains("ada");
            assertThat(event.issuer()).contains("partner \uD83D\uDDDD");
            assertThat(event.application()).isEmpty();
            assertThat(event.detail())
                    .contains("\"target_id\":\"id-1\"", "\"before\":{\"a\":1}", "\"after\":{\"a\":2}");
        });
    }

    @Test
    void keepsTheNewestFirst() {
        try (AuditLog audit = AuditLog.start(store.writer)) {
            audit.of(OrganizationKey.ROOT)
                    .record(SampleEvents.accepted(NOW).correlationId("one").build());
            audit.of(OrganizationKey.ROOT)
                    .record(SampleEvents.refused(NOW.minusSeconds(1))
                            .correlationId("two")
                            .build());
        }

        assertThat(all()).extracting(AuditRecord::correlationId).containsExactly("two", "one");
    }

    @Test
    void shortensTextToTheLongestThatIsKept() {
        store.record(SampleEvents.accepted(NOW)
                .subject("x".repeat(EventText.LONGEST))
                .build());
        store.record(SampleEvents.accepted(NOW).subject(LONG_TEXT).build());

        assertThat(all())
                .extracting(event -> event.subject().orElseThrow())
                .containsExactly("\uD83D\uDDDD".repeat(EventText.LONGEST / 2) + "…", "x".repeat(EventText.LONGEST));
        assertThat(store.find(new Filters().subject(LONG_TEXT).build())).hasSize(1);
    }

    @Test
    void comparesFiltersExactly() {
        store.record(SampleEvents.accepted(NOW)
                .correlationId("c-\u00C4")
                .issuer("\u00C4pfel")
                .clientId("Client")
                .subject("S\u00C4")
                .build());
        List<Function<String, AuditQuery>> filters = List.of(
                text -> new Filters()
                        .correlationId(text.replace("\u00C4pfel", "c-\u00C4").replace("\u00E4pfel", "c-\u00E4"))
                        .build(),
                text -> new Filters().issuer(text).build(),
                text -> new Filters()
                        .application(text.equals("\u00C4pfel") ? "Client" : "client")
                        .build(),
                text -> new Filters()
                        .subject(text.equals("\u00C4pfel") ? "S\u00C4" : "s\u00C4")
                        .build());

        for (Function<String, AuditQuery> filter : filters) {
            assertThat(store.find(filter.apply("\u00C4pfel"))).hasSize(1);
            assertThat(store.find(filter.apply("\u00E4pfel"))).isEmpty();
        }
    }

    @Test
    void findsAnApplicationByItsNameAndByItsClientId() {
        store.record(
                SampleEvents.accepted(NOW).clientId("a").build(),
                SampleEvents.accepted(NOW).clientId("orders-app").build(),
                SampleEvents.refused(NOW).clientId("b").unproven().build());

        assertThat(store.find(new Filters().application("orders-app").build())).hasSize(2);
        assertThat(store.find(new Filters().application("b").build())).hasSize(1);
        assertThat(store.find(new Filters().application("c").build())).isEmpty();
    }

    @Test
    void filtersByKindOutcomeCodeAndActorTogether() {
        store.record(
                SampleEvents.accepted(NOW).build(),
                SampleEvents.refused(NOW).build(),
                SampleEvents.refused(NOW).code(RejectionCode.ISSUER_UNKNOWN).build(),
                SampleEvents.fault(NOW).build());
        change("application.changed", "orders-app");

        assertThat(store.find(new Filters().kind("token").build())).hasSize(4);
        assertThat(store.find(new Filters().kind("admin").build())).hasSize(1);
        assertThat(store.find(new Filters().outcome("refused").build())).hasSize(2);
        assertThat(store.find(new Filters().outcome("fault").build())).hasSize(1);
        assertThat(store.find(new Filters().code("issuer.unknown").build())).hasSize(1);
        assertThat(store.find(new Filters().actor("ada").build())).hasSize(1);
        assertThat(store.find(new Filters().actor("Ada").build())).isEmpty();
        assertThat(store.find(new Filters()
                        .application("orders-app")
                        .outcome("changed")
                        .build()))
                .hasSize(1);
        assertThat(store.find(new Filters().kind("admin").code("issuer.unknown").build()))
                .isEmpty();
    }

    @Test
    void aTimeIncludesItsFirstAndItsLastMoment() {
        Instant last = NOW.plusSeconds(3_600);
        for (Instant at : List.of(NOW.minusMillis(1), NOW, last, last.plusMillis(1))) {
            store.record(SampleEvents.accepted(at).build());
        }

        assertThat(store.find(new Filters().from(NOW).to(last).build()))
                .extracting(AuditRecord::at)
                .containsExactly(last, NOW);
        assertThat(store.find(new Filters().from(NOW).build())).hasSize(3);
        assertThat(store.find(new Filters().to(NOW).build())).hasSize(2);
        assertThat(store.find(new Filters().from(last.plusMillis(2)).build())).isEmpty();
        assertThat(store.find(new Filters().to(NOW.minusMillis(2)).build())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "Partner One,           pARTNER o,          true",
        "Partner One,           partnerone,         false",
        "100%_sure,             100%_S,             true",
        "100%_sure,             0%s,                false",
        "a!b,                   A!B,                true",
        "a\\b,                  A\\B,               true",
        "M\u00FCller,           M\u00DCLLER,        true",
        "M\u00DCLLER,           m\u00FCller,        true",
        "M\u00FCller,           muller,             false",
        "\u0391\u0392\u0393,    \u03B1\u03B2\u03B3, true",
        "\u03B1\u03B2\u03B3,    \u0391\u0392\u0393, true",
        "\u041C\u0438\u0440,    \u043C\u0418\u0420, true",
        "a\uD801\uDC00b,        A\uD801\uDC28B,     true",
        "a\uD83D\uDDDDb,        \uD83D\uDDDD,       true",
        "\u212Aelvin,           kelvin,             false",
        "xIx,                   xix,                true",
        "xIx,                   x\u0131x,           false",
        "x\u0130x,              xix,                false",
        "stra\u00DFe,           STRASSE,            false",
    })
    void findsATextAnywhereInAnyLetterCase(String issuer, String text, boolean found) {
        store.record(SampleEvents.accepted(NOW).issuer(issuer).build());

        assertThat(store.find(new Filters().q(text).build())).hasSize(found ? 1 : 0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u00C4\u00E4\u0130\u0131Ii",
                "\u03C2 \u03A3\u03C3",
                "\u212A\u017F\u00B5\u039C\u03BC",
                "\u01C4\u01C5\u01C6",
                "STRA\u1E9EE stra\u00DFe",
                "!%_\\'\"",
                "\uD801\uDC00\uD801\uDC28\uD83D\uDDDD",
            })
    void findsEveryTextInItself(String text) {
        store.record(
                SampleEvents.accepted(NOW).issuer("before " + text + " after").build());

        assertThat(store.find(new Filters().q(text).build())).hasSize(1);
    }

    @Test
    void findsALongTextOfManyLettersInItself() {
        String text =
                IntStream.range(0x410, 0x410 + 60).mapToObj(Character::toString).reduce("", String::concat);
        store.record(SampleEvents.accepted(NOW).issuer(text).build());

        assertThat(store.find(new Filters().q(text).build())).hasSize(1);
        assertThat(store.find(new Filters().q("x".repeat(3_000)).build())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"C-ONE", "TOKEN", "ACCEPT", "PARTNER:AL", "ORDERS-APP", "ORDERS-CLI", "PARTN", ""})
    void findsATextInEveryColumnThatIsSearched(String text) {
        store.record(SampleEvents.accepted(NOW).correlationId("c-one").build());

        assertThat(store.find(new Filters().q(text).build())).hasSize(1);
        assertThat(store.find(new Filters().q("minted").build())).isEmpty();
    }

    @Test
    void goesOnWhereThePageBeforeEnded() {
        recordFive();
        long cursor = page(EVERYTHING, 2).getLast().id();

        assertThat(page(Stretch.backFrom(cursor - 1), 10))
                .extracting(AuditRecord::correlationId)
                .containsExactly("c2", "c1", "c0");
    }

    @Test
    void goesOnInTheOrderOfRecordingForWhoFollows() {
        recordFive();
        long second = page(Stretch.between(0, Long.MAX_VALUE), 2).getLast().id();

        assertThat(page(Stretch.between(second, finder.latest() - 1), 10))
                .extracting(AuditRecord::correlationId)
                .containsExactly("c2", "c3");
        assertThat(page(Stretch.between(finder.latest(), Long.MAX_VALUE), 10)).isEmpty();
    }

    @Test
    void theLatestOfNoneIsZero() {
        assertThat(finder.latest()).isZero();
        assertThat(all()).isEmpty();
    }

    @Test
    void whatManyRecordAtOnceIsFoundOnceAndInTheOrderOfItsIds() throws Exception {
        List<Boolean> recorded = allAtOnce(IntStream.range(0, 8)
                .<Callable<Boolean>>mapToObj(i -> () -> {
                    store.record(
                            SampleEvents.accepted(NOW).correlationId("a" + i).build(),
                            SampleEvents.accepted(NOW).correlationId("b" + i).build());
                    return true;
                })
                .toList());

        assertThat(recorded).hasSize(8);
        assertThat(all()).hasSize(16);
        assertThat(all()).extracting(AuditRecord::correlationId).doesNotHaveDuplicates();
        List<Long> ids = new ArrayList<>(all().stream().map(AuditRecord::id).toList());
        assertThat(ids.reversed()).isSorted().doesNotHaveDuplicates();
        assertThat(finder.latest()).isEqualTo(ids.getFirst());
    }

    private void recordFive() {
        for (int i = 0; i < 5; i++) {
            store.record(SampleEvents.accepted(NOW).correlationId("c" + i).build());
        }
    }

    private void change(String action, String name) {
        var event = new AdminEvent(
                NOW,
                new CorrelationId("c"),
                "ada",
                action,
                "id-1",
                name,
                Optional.of("{\"a\":1}"),
                Optional.of("{\"a\":2}"));
        store.writer.call(connection -> {
            AuditRows.insert(new OrganizationConnection(connection, OrganizationKey.ROOT), event);
            return true;
        });
    }

    private List<AuditRecord> all() {
        return page(EVERYTHING, 100);
    }

    private List<AuditRecord> page(Stretch stretch, int limit) {
        return store.find(Question.all(stretch, limit));
    }
}
