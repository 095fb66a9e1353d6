package dev.countersign.server.store;

import static dev.countersign.server.store.ledger.Redemptions.NOW;

import dev.countersign.core.keys.KeyOwnerId;
import dev.countersign.core.keys.StoredJwks;
import dev.countersign.core.token.IssuedToken;
import dev.countersign.core.token.IssuerSubject;
import dev.countersign.server.insight.ExchangeCounts;
import dev.countersign.server.people.Person;
import dev.countersign.server.people.PersonId;
import dev.countersign.server.people.passkey.PasskeyId;
import dev.countersign.server.people.token.PersonalTokenId;
import dev.countersign.server.store.audit.Filters;
import dev.countersign.server.store.ledger.Redemptions;
import dev.countersign.server.subject.BlockedSubjects;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Every method of the adapters of an organization that reads, called with ids and names of {@link RowsOfEveryKind}. The key is the port, the method and its parameters.
 */
final class AdapterReads {
    /** The key of an assertion that the organization of the rows has redeemed. */
    static final String REDEEMED = "redeemed";

    private static final URI URL = URI.create("https://a.example");
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final Map<String, BiFunction<OrganizationDatabase, RowsOfEveryKind, Object>> reads = new LinkedHashMap<>();

    AdapterReads() {
        readTokens();
        readTrust();
        readPeople();
        readPersonalTokens();
        readAudit();
        reads.put("NoticeRecords.undelivered()", (db, _) -> db.noticeRecords().undelivered());
    }

    Map<String, BiFunction<OrganizationDatabase, RowsOfEveryKind, Object>> reads() {
        return reads;
    }

    private void readTokens() {
        reads.put("TokenLedger.peek(List)", (db, _) -> db.ledger().peek(Redemptions.key(REDEEMED)));
        reads.put(
                "TokenLedger.peek(IssuerSubject, Instant)",
                (db, rows) -> db.ledger().peek(mallory(rows), NOW));
        reads.put(
                "TokenRecords.find(TokenId)",
                (db, rows) -> db.tokenRecords().find(token(rows).id()));
        reads.put("TokenRecords.find(Sha256)", (db, rows) -> db.tokenRecords().find(rows.hash("opaque")));
        reads.put("RefreshTokens.find(Sha256)", (db, rows) -> db.refreshTokens().find(rows.hash("current")));
        reads.put(
                "BlockedSubjects.find(String, Instant)",
                (db, rows) -> db.blockedSubjects().find(rows.id("block"), NOW));
        reads.put(
                "BlockedSubjects.of(IssuerSubject, Instant)",
                (db, rows) -> db.blockedSubjects().of(mallory(rows), NOW));
        reads.put(
                "BlockedSubjects.list(Selection, Instant)",
                (db, _) -> db.blockedSubjects()
                        .list(new BlockedSubjects.Selection(Optional.empty(), "", Optional.empty(), 9), NOW));
    }

    private void readTrust() {
        reads.put("TrustStore.load()", (db, _) -> db.trust().load());
        reads.put("TrustStore.version()", (db, _) -> db.trust().version());
        reads.put(
                "JwksStore.load(KeyOwnerId, URI)",
                (db, rows) -> List.of(
                        json(db.jwks().load(new KeyOwnerId(rows.id("issuer")), URL)),
                        json(db.applicationJwks().load(new KeyOwnerId(rows.id("application")), URL))));
        reads.put(
                "LastUses.ofSecrets(ApplicationId)",
                (db, rows) -> db.lastUses().ofSecrets(rows.application().id()));
        reads.put(
                "LastUses.ofKeys(IssuerId)",
                (db, rows) -> db.lastUses().ofKeys(rows.issuer().id()));
        reads.put(
                "SigningKeyStore.all()",
                (db, _) -> db.signingKeys().all().stream()
                        .map(key -> key.key().keyId())
                        .toList());
    }

    private static Object json(Optional<StoredJwks> jwks) {
        return jwks.map(stored -> Arrays.toString(stored.json()));
    }

    private void readPeople() {
        reads.put("PeopleStore.people()", (db, _) -> db.people().people());
        reads.put("PeopleStore.person(PersonId)", (db, rows) -> db.people().person(ada(rows)));
        reads.put("PeopleStore.named(String)", (db, _) -> db.people().named("ada"));
        reads.put(
                "PeopleStore.invited(Sha256, Instant)",
                (db, rows) -> db.people().invited(rows.hash("link"), NOW));
        reads.put("PeopleStore.session(Sha256)", (db, rows) -> db.people().session(rows.hash("session")));
        reads.put(
                "PeopleStore.of(ProviderAccount)",
                (db, _) -> db.people().of(new Person.ProviderAccount(RowsOfEveryKind.PROVIDER, "subject")));
        reads.put("PeopleStore.sessions()", (db, _) -> db.people().sessions());
        reads.put("PasskeyStore.of(PersonId)", (db, rows) -> db.passkeys().of(ada(rows)));
        reads.put("PasskeyStore.find(PasskeyId)", (db, rows) -> db.passkeys().find(new PasskeyId(rows.id("passkey"))));
    }

    private void readPersonalTokens() {
        reads.put(
                "PersonalTokenStore.find(PersonalTokenId)",
                (db, rows) -> db.personalTokens().find(new PersonalTokenId(rows.id("token"))));
        reads.put(
                "PersonalTokenStore.find(Sha256)",
                (db, rows) -> db.personalTokens().find(rows.hash("token")));
        reads.put(
                "PersonalTokenStore.of(PersonId)",
                (db, rows) -> db.personalTokens().of(ada(rows)));
        reads.put(
                "PersonalTokenStore.expiring(Instant, Instant)",
                (db, _) -> db.personalTokens().expiring(NOW, RowsOfEveryKind.EXPIRY));
    }

    private void readAudit() {
        reads.put(
                "AuditRecords.search(AuditQuery, Duration)",
                (db, _) ->
                        db.auditRecords().search(new Filters().build(), LIMIT).found());
        reads.put("AuditRecords.latest()", (db, _) -> db.auditRecords().latest());
        reads.put("ExchangeCounts.over(Span)", (db, _) -> db.exchangeCounts().over(ExchangeCounts.Span.HOUR));
        reads.put(
                "ExchangeCounts.over(Span, IssuerId)",
                (db, rows) -> db.exchangeCounts()
                        .over(ExchangeCounts.Span.DAY, rows.issuer().id()));
        reads.put(
                "ExchangeCounts.over(Span, ApplicationId)",
                (db, rows) -> db.exchangeCounts()
                        .over(ExchangeCounts.Span.DAY, rows.application().id()));
        reads.put(
                "ExchangeCounts.busiestIssuers(Span, int)",
                (db, _) -> db.exchangeCounts().busiestIssuers(ExchangeCounts.Span.DAY, 9));
        reads.put(
                "ExchangeCounts.refusalsOver(Span)",
                (db, _) -> db.exchangeCounts().refusalsOver(ExchangeCounts.Span.HOUR));
        reads.put(
                "ExchangeCounts.refusals(Span, int)",
                (db, _) -> db.exchangeCounts().refusals(ExchangeCounts.Span.HOUR, 9));
        reads.put(
                "ExchangeCounts.refusalTrends(Collection)",
                (db, rows) ->
                        db.exchangeCounts().refusalTrends(List.of(rows.issuer().id())));
        reads.put(
                "ExchangeCounts.ofIssuers(Collection)",
                (db, rows) ->
                        db.exchangeCounts().ofIssuers(List.of(rows.issuer().id())));
        reads.put(
                "ExchangeCounts.ofApplications(Collection)",
                (db, rows) -> db.exchangeCounts()
                        .ofApplications(List.of(rows.application().id())));
        reads.put(
                "ExchangeCounts.exchangesOf(IssuerId, int, int)",
                (db, rows) -> db.exchangeCounts().exchangesOf(rows.issuer().id(), 30, 10));
        reads.put(
                "ExchangeCounts.exchangesOf(ApplicationId, int, int)",
                (db, rows) -> db.exchangeCounts().exchangesOf(rows.application().id(), 30, 10));
    }

    private static IssuerSubject mallory(RowsOfEveryKind rows) {
        return new IssuerSubject(rows.issuer().id(), "mallory");
    }

    private static PersonId ada(RowsOfEveryKind rows) {
        return new PersonId(rows.id("ada"));
    }

    private static IssuedToken token(RowsOfEveryKind rows) {
        return Redemptions.token(rows.id("jwt"), NOW.plusSeconds(3600));
    }
}
