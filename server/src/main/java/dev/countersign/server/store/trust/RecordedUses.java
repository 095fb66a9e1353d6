package dev.countersign.server.store.trust;

import dev.countersign.core.audit.TokenEvent;
import dev.countersign.core.audit.TokenEvents;
import dev.countersign.core.oauth.IssuerId;
import dev.countersign.server.store.column.OrganizationKey;
import dev.countersign.server.store.column.StorableText;
import dev.countersign.server.store.database.SplittableBatch;
import dev.countersign.server.store.database.StoreWriter;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Times at which secrets and keys were last used, taken from token events. They are collected in memory and written
 * periodically, so that no request waits for them.
 */
public final class RecordedUses {
    private static final Logger LOG = System.getLogger(RecordedUses.class.getName());

    private final StoreWriter writer;
    private final Map<Secret, Instant> secrets = new ConcurrentHashMap<>();
    private final Map<KeyOfIssuer, Instant> keys = new ConcurrentHashMap<>();

    /** A secret of an application. */
    private record Secret(OrganizationKey organization, String id) {}

    /** A key as identified in events. */
    private record KeyOfIssuer(OrganizationKey organization, IssuerId issuer, String keyLabel) {}

    public RecordedUses(StoreWriter writer) {
        this.writer = writer;
    }

    /** The receiver of the events of an organization. */
    public TokenEvents of(OrganizationKey organization) {
        return event -> record(organization, event);
    }

    private void record(OrganizationKey organization, TokenEvent event) {
        event.secretId()
                .map(id -> new Secret(organization, id))
                .ifPresent(secret -> secrets.merge(secret, event.at(), RecordedUses::later));
        if (event.issuerId().isPresent() && event.keyId().isPresent()) {
            var key = new KeyOfIssuer(
                    organization, event.issuerId().get(), event.keyId().get());
            keys.merge(key, event.at(), RecordedUses::later);
        }
    }

    /**
     * Writes the collected uses. Uses that the store cannot write now are collected again; those that it refuses are
     * dropped.
     */
    public void flush() {
        Map<Secret, Instant> ofSecrets = drain(secrets);
        Map<KeyOfIssuer, Instant> ofKeys = drain(keys);
        if (ofSecrets.isEmpty() && ofKeys.isEmpty()) {
            return;
        }
        var batch = new SplittableBatch<Use>(Stream.<Use>concat(
                        ofSecrets.entrySet().stream().map(use -> new Use.OfSecret(use.getKey(), use.getValue())),
                        ofKeys.entrySet().stream().map(use -> new Use.OfKey(use.getKey(), use.getValue())))
                .toList());
        try {
            while (!batch.isDone()) {
                batch.writeNext(uses -> writer.call(connection -> write(connection, uses)))
                        .ifPresent(refused ->
                                LOG.log(Level.WARNING, "The last use of a key cannot be stored", refused.fault()));
            }
        } finally {
            batch.rest().forEach(this::collect);
        }
    }

    private void collect(Use use) {
        switch (use) {
            case Use.OfSecret(Secret secret, Instant at) -> secrets.merge(secret, at, RecordedUses::later);
            case Use.OfKey(KeyOfIssuer key, Instant at) -> keys.merge(key, at, RecordedUses::later);
        }
    }

    /** One use to be written. */
    private sealed interface Use {
        record OfSecret(Secret secret, Instant at) implements Use {}

        record OfKey(KeyOfIssuer key, Instant at) implements Use {}
    }

    private static <K> Map<K, Instant> drain(Map<K, Instant> collected) {
        Map<K, Instant> drained = new HashMap<>();
        for (K key : collected.keySet()) {
            collected.computeIfPresent(key, (_, at) -> {
                drained.put(key, at);
                return null;
            });
        }
        return drained;
    }

    private static int write(Connection connection, List<Use> uses) throws SQLException {
        try (var secret = connection.prepareStatement("""
                        UPDATE application_secrets SET last_used_at = ?
                        WHERE organization = ? AND id = ? AND (last_used_at IS NULL OR last_used_at < ?)""");
                var key = connection.prepareStatement("""
                        INSERT INTO issuer_key_uses (organization, issuer_id, key_label, last_used_at)
                        SELECT organization, id, ?, ? FROM trusted_token_issuers
                        WHERE organization = ? AND id = ?
                        ON CONFLICT (issuer_id, key_label) DO UPDATE SET last_used_at = excluded.last_used_at
                        WHERE issuer_key_uses.last_used_at < excluded.last_used_at""")) {
            for (Use use : uses) {
                switch (use) {
                    case Use.OfSecret(Secret used, Instant at) -> {
                        secret.setLong(1, at.toEpochMilli());
                        secret.setLong(2, used.organization().number());
                        secret.setString(3, used.id());
                        secret.setLong(4, at.toEpochMilli());
                        secret.addBatch();
                    }
                    case Use.OfKey(KeyOfIssuer used, Instant at) -> {
                        key.setString(1, StorableText.of(used.keyLabel()));
                        key.setLong(2, at.toEpochMilli());
                        key.setLong(3, used.organization().number());
                        key.setString(4, used.issuer().value());
                        key.addBatch();
                    }
                }
            }
            secret.executeBatch();
            key.executeBatch();
            return uses.size();
        }
    }

    private static Instant later(Instant one, Instant other) {
        return one.isBefore(other) ? other : one;
    }
}
