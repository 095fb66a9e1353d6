package dev.countersign.server.store.keys;

import dev.countersign.core.audit.AdminEvent;
import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.jose.signing.SealedKey;
import dev.countersign.server.registry.field.StoredMembers;
import dev.countersign.server.signing.SigningKeyStore;
import dev.countersign.server.store.audit.AuditRows;
import dev.countersign.server.store.column.OrganizationConnection;
import dev.countersign.server.store.column.Statements;
import dev.countersign.server.store.database.OrganizationStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/** The encrypted signing keys in the database. */
public record SigningKeyRows(OrganizationStore store) implements SigningKeyStore {

    @Override
    public List<StoredSigningKey> all() {
        return store.read(connection -> all(connection, collation()));
    }

    @Override
    public List<StoredSigningKey> commit(Rotation rotation) {
        return store.write(connection -> {
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
        store.write(connection -> {
            for (SealedKey key : keys) {
                Statements.update(
                        connection,
                        "UPDATE signing_keys SET sealed = ? WHERE organization = :organization AND key_id = ?",
                        key.ciphertext(),
                        key.keyId());
            }
            AuditRows.insert(connection, event);
            return keys.size();
        });
    }

    private static int insertIfNext(OrganizationConnection connection, StoredSigningKey key) throws SQLException {
        return Statements.update(
                connection,
                """
                INSERT INTO signing_keys (organization, key_id, algorithm, sealed, created_at, signs_from, follows)
                VALUES (:organization, ?, ?, ?, ?, ?, ?) ON CONFLICT (organization, algorithm, follows) DO NOTHING""",
                key.key().keyId(),
                key.key().algorithm().value(),
                key.key().ciphertext(),
                key.createdAt(),
                key.signsFrom(),
                key.follows());
    }

    private static int bringForward(OrganizationConnection connection, String keyId, Instant now) throws SQLException {
        return Statements.update(
                connection,
                "UPDATE signing_keys SET signs_from = ?"
                        + " WHERE organization = :organization AND key_id = ? AND signs_from > ?",
                now,
                keyId,
                now);
    }

    private String collation() {
        return store.engine().collation();
    }

    private static List<StoredSigningKey> all(OrganizationConnection connection, String collation) throws SQLException {
        return Statements.list(connection, """
                SELECT key_id, algorithm, sealed, created_at, signs_from, follows FROM signing_keys
                WHERE organization = :organization
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
