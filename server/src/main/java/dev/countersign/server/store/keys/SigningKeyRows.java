package dev.countersign.server.store.keys;

import dev.countersign.core.audit.AdminEvent;
import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.jose.signing.SealedKey;
import dev.countersign.server.registry.field.StoredMembers;
import dev.countersign.server.signing.SigningKeyStore;
import dev.countersign.server.store.audit.AuditRows;
import dev.countersign.server.store.column.Statements;
import dev.countersign.server.store.database.ReadPool;
import dev.countersign.server.store.database.StoreWriter;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/** The encrypted signing keys in the database. */
public record SigningKeyRows(StoreWriter writer, ReadPool readers) implements SigningKeyStore {

    @Override
    public List<StoredSigningKey> all() {
        return readers.read(connection -> all(connection, collation()));
    }

    @Override
    public List<StoredSigningKey> commit(Rotation rotation) {
        return writer.call(connection -> {
            int changes = 0;
            for (StoredSigningKey key : rotation.added()) {
                changes += insertIfNext(connection, key);
            }
            for (String keyId : rotation.broughtForward()) {
                changes += bringForward(connection, keyId, rotation.now());
            }
            if (changes > 0 && rotation.event().isPresent()) {
                AuditRows.insert(connection, rotation.event().get());
            }
            return all(connection, collation());
        });
    }

    @Override
    public void reseal(List<SealedKey> keys, AdminEvent event) {
        writer.call(connection -> {
            for (SealedKey key : keys) {
                Statements.update(
                        connection,
                        "UPDATE signing_keys SET sealed = ? WHERE key_id = ?",
                        key.ciphertext(),
                        key.keyId());
            }
            AuditRows.insert(connection, event);
            return keys.size();
        });
    }

    private static int insertIfNext(Connection connection, StoredSigningKey key) throws SQLException {
        return Statements.update(
                connection,
                """
                INSERT INTO signing_keys (key_id, algorithm, sealed, created_at, signs_from, follows)
                VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (algorithm, follows) DO NOTHING""",
                key.key().keyId(),
                key.key().algorithm().value(),
                key.key().ciphertext(),
                key.createdAt(),
                key.signsFrom(),
                key.follows());
    }

    private static int bringForward(Connection connection, String keyId, Instant now) throws SQLException {
        return Statements.update(
                connection,
                "UPDATE signing_keys SET signs_from = ? WHERE key_id = ? AND signs_from > ?",
                now,
                keyId,
                now);
    }

    private String collation() {
        return readers.engine().collation();
    }

    private static List<StoredSigningKey> all(Connection connection, String collation) throws SQLException {
        return Statements.list(connection, """
                SELECT key_id, algorithm, sealed, created_at, signs_from, follows FROM signing_keys
                ORDER BY created_at, key_id COLLATE\s""" + collation, SigningKeyRows::key);
    }

    private static StoredSigningKey key(ResultSet row) throws SQLException {
        String algorithm = row.getString(2);
        return new StoredSigningKey(
                new SealedKey(
                        row.getString(1),
                        StoredMembers.known(Algorithm.of(algorithm), () -> "algorithm " + algorithm),
                        row.getBytes(3)),
                Instant.ofEpochMilli(row.getLong(4)),
                Instant.ofEpochMilli(row.getLong(5)),
                row.getString(6));
    }
}
