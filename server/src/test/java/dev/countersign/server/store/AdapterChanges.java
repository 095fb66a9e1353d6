package dev.countersign.server.store;

import static dev.countersign.server.store.ledger.Redemptions.NOW;

import dev.countersign.core.audit.AdminEvent;
import dev.countersign.core.event.SecurityEventType;
import dev.countersign.core.event.SecurityEvents;
import dev.countersign.core.fixtures.SampleClient;
import dev.countersign.core.fixtures.SampleIssuer;
import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.jose.key.Sha256;
import dev.countersign.core.jose.signing.SealedKey;
import dev.countersign.core.keys.KeyOwnerId;
import dev.countersign.core.oauth.ClientId;
import dev.countersign.core.oauth.CorrelationId;
import dev.countersign.core.oauth.FamilyId;
import dev.countersign.core.oauth.IssuerId;
import dev.countersign.core.token.IssuedToken;
import dev.countersign.core.token.IssuerSubject;
import dev.countersign.core.token.RefreshFamily;
import dev.countersign.core.token.RefreshTokens;
import dev.countersign.core.token.TokenRecords.Revocation;
import dev.countersign.core.trust.ApiResource;
import dev.countersign.server.insight.RevokedTokens.Whose;
import dev.countersign.server.registry.trust.TrustChange;
import dev.countersign.server.signing.SigningKeyStore.Rotation;
import dev.countersign.server.signing.SigningKeyStore.StoredSigningKey;
import dev.countersign.server.store.audit.SampleEvents;
import dev.countersign.server.store.ledger.Redemptions;
import dev.countersign.server.subject.BlockedSubject;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Every method of the adapters of an organization that changes something, called with ids and names of {@link
 * RowsOfEveryKind}. The key is the port, the method and its parameters.
 */
final class AdapterChanges {
    private static final URI URL = URI.create("https://a.example");

    private final Map<String, BiConsumer<OrganizationDatabase, RowsOfEveryKind>> changes = new LinkedHashMap<>();

    AdapterChanges() {
        changeRefreshTokens();
        changeTokens();
        changeSubjects();
        changeKeys();
        changeTrust();
        changes.putAll(new PeopleAdapterChanges().changes());
        changeNotices();
    }

    Map<String, BiConsumer<OrganizationDatabase, RowsOfEveryKind>> changes() {
        return changes;
    }

    private void changeNotices() {
        changes.put(
                "NoticeRecords.observe(String, List, Instant)",
                (db, _) -> db.noticeRecords().observe("acme", List.of(), NOW.plusSeconds(600)));
        changes.put(
                "NoticeRecords.retry(Instant, LongFunction)",
                (db, _) -> db.noticeRecords().retry(NOW, _ -> event("notice_deliveries.retried")));
    }

    private void changeTokens() {
        changes.put(
                "TokenEvents.record(TokenEvent)",
                (db, rows) -> db.tokenEvents()
                        .record(SampleEvents.accepted(NOW.plusSeconds(5))
                                .of(
                                        Optional.of(rows.issuer().id()),
                                        Optional.of(rows.application().id()))
                                .secret(rows.id("secret-1"))
                                .build()));
        changes.put(
                "TokenLedger.redeem(List, IssuedToken, Optional, List)",
                (db, _) -> db.ledger().redeem(Redemptions.key(AdapterReads.REDEEMED), Redemptions.token()));
        changes.put(
                "TokenLedger.spend(List, List, Instant)", (db, _) -> db.ledger().spend(Redemptions.key("client")));
        changes.put(
                "TokenRecords.revoke(IssuedToken, Revocation)",
                (db, rows) -> db.tokenRecords().revoke(token(rows), revocation()));
        changes.put("RevokedTokens.revoke(Whose, Instant, LongFunction)", (db, rows) -> {
            for (Whose whose : List.of(
                    new Whose.OfIssuer(rows.issuer().id()),
                    new Whose.OfApplication(rows.application().id()),
                    new Whose.OfSubject("partner:alice"))) {
                db.revokedTokens().revoke(whose, NOW, _ -> event("tokens.revoked"));
            }
        });
    }

    private void changeRefreshTokens() {
        changes.put(
                "RefreshTokens.rotate(Exchange)",
                (db, rows) -> db.refreshTokens().rotate(exchange(rows, "current", "next")));
        changes.put("RefreshTokens.revoke(RefreshFamily, Cause, Revocation)", (db, rows) -> {
            db.refreshTokens().rotate(exchange(rows, "spent", "never"));
            db.refreshTokens().revoke(family(rows), RefreshTokens.Cause.REUSED, revocation());
        });
    }

    private void changeSubjects() {
        changes.put(
                "BlockedSubjects.lift(BlockedSubject, AdminEvent)",
                (db, rows) -> db.blockedSubjects().lift(block(rows, "mallory"), event("subject.lifted")));
        changes.put(
                "BlockedSubjects.block(BlockedSubject, List, LongFunction)",
                (db, rows) -> db.blockedSubjects()
                        .block(block(rows, "alice"), List.of("partner:alice"), _ -> event("subject.blocked")));
        changes.put("SecurityEvents.apply(Verified)", (db, rows) -> {
            for (SecurityEventType type : SecurityEventType.values()) {
                db.securityEvents()
                        .apply(new SecurityEvents.Verified(
                                new IssuerSubject(rows.issuer().id(), "alice"),
                                "partner",
                                List.of(type),
                                NOW.plusSeconds(1),
                                type.word(),
                                Redemptions.key(type.word()).getFirst(),
                                new CorrelationId("c"),
                                NOW.plusSeconds(1)));
            }
        });
    }

    private void changeTrust() {
        changes.put("TrustStore.commit(List)", (db, rows) -> {
            AdminEvent event = event("trust.changed");
            ApiResource api = rows.apiResource();
            for (TrustChange change : List.of(
                    new TrustChange.IssuerReplaced(
                            rows.issuer(),
                            SampleIssuer.partner()
                                    .named(rows.id("issuer"), "x", "y")
                                    .build(),
                            event),
                    new TrustChange.IssuerRemoved(rows.issuer().id(), event),
                    new TrustChange.ApplicationReplaced(
                            rows.application(),
                            SampleClient.orders()
                                    .named(rows.id("application"), "x", "y")
                                    .build(),
                            event),
                    new TrustChange.ApplicationRemoved(rows.application().id(), event),
                    new TrustChange.SecretAdded(
                            rows.application().id(), SampleClient.secret("new", "new", Optional.empty()), event),
                    new TrustChange.SecretRemoved(rows.application().id(), rows.id("secret-1"), event),
                    new TrustChange.ApiResourceReplaced(
                            api, new ApiResource(api.id(), "x", "", api.audience(), api.scopes(), NOW, NOW), event),
                    new TrustChange.ApiResourceRemoved(api.id(), event))) {
                db.trust().commit(change);
            }
        });
    }

    private void changeKeys() {
        changes.put("JwksStore.save(KeyOwnerId, URI, byte[], Instant)", (db, rows) -> {
            db.jwks().save(new KeyOwnerId(rows.id("issuer")), URL, new byte[] {9}, NOW);
            db.applicationJwks().save(new KeyOwnerId(rows.id("application")), URL, new byte[] {9}, NOW);
        });
        changes.put("JwksStore.delete(KeyOwnerId)", (db, rows) -> {
            db.jwks().delete(new KeyOwnerId(rows.id("issuer")));
            db.applicationJwks().delete(new KeyOwnerId(rows.id("application")));
        });
        changes.put("SigningKeyStore.commit(Rotation)", (db, rows) -> {
            var next = new StoredSigningKey(
                    new SealedKey("own", Algorithm.ES256, new byte[] {9}), NOW, NOW, rows.id("key-2"));
            var _ = db.signingKeys()
                    .commit(new Rotation(
                            List.of(next),
                            List.of(rows.id("key-2")),
                            NOW.plusSeconds(1),
                            Optional.of(event("rotated"))));
        });
        changes.put(
                "SigningKeyStore.reseal(List, AdminEvent)",
                (db, rows) -> db.signingKeys()
                        .reseal(
                                List.of(new SealedKey(rows.id("key-1"), Algorithm.ES256, new byte[] {9})),
                                event("resealed")));
    }

    private static BlockedSubject block(RowsOfEveryKind rows, String subject) {
        return new BlockedSubject(
                subject.equals("mallory") ? rows.id("block") : "own",
                new IssuerSubject(rows.issuer().id(), subject),
                BlockedSubject.Source.ADMINISTRATOR,
                "",
                NOW,
                Optional.empty());
    }

    private static IssuedToken token(RowsOfEveryKind rows) {
        return Redemptions.token(rows.id("jwt"), NOW.plusSeconds(3600));
    }

    private static RefreshFamily family(RowsOfEveryKind rows) {
        IssuedToken token = token(rows);
        return new RefreshFamily(
                new FamilyId(rows.id("family")),
                new IssuerId(rows.id("issuer")),
                token.subject(),
                rows.application().id(),
                token.clientId(),
                token.scopes(),
                List.of(),
                List.of(),
                Map.of(),
                token.confirmation(),
                NOW,
                NOW.plusSeconds(3600));
    }

    private static RefreshTokens.Exchange exchange(RowsOfEveryKind rows, String spent, String next) {
        return new RefreshTokens.Exchange(
                List.of(),
                family(rows),
                rows.hash(spent),
                Sha256.ofUtf8(next),
                Redemptions.token(),
                new CorrelationId("c"),
                NOW);
    }

    private static Revocation revocation() {
        return new Revocation(new ClientId("eve"), new CorrelationId("c"), NOW);
    }

    static AdminEvent event(String action) {
        return new AdminEvent(
                NOW, new CorrelationId("c"), "eve", action, "target", "target", Optional.empty(), Optional.empty());
    }
}
