package dev.countersign.server.store.keys;

import dev.countersign.core.audit.AdminEvent;
import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.jose.signing.SealedKey;
import dev.countersign.server.registry.field.StoredMembers;
import dev.countersign.server.signing.SigningKeyStore;
import dev.countersign.server.store.audit.AuditRows;
import dev.countersign.server.store.database.ReadPool;
import dev.countersign.server.store.database.StoreWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The encrypted signing keys in the database. */
public final class SigningKeyRows implements SigningKeyStore {
    private final StoreWriter writer;
    private final ReadPool readers;

    public SigningKeyRows(StoreWriter writer, ReadPool readers) {
        this.writer = writer;
        this.readers = readers;
    }

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
            try (var statement = connection.prepareStatement("UPDATE signing_keys SET sealed = ? WHERE key_id = ?")) {
                for (SealedKey key : keys) {
                    statement.setBytes(1, key.ciphertext());
                    statement.setString(2, key.keyId());
                    statement.executeUpdate();
                }
            }
            AuditRows.insert(connection, event);
            return keys.size();
        });
    }

    private static int insertIfNext(Connection connection, StoredSigningKey key) throws SQLException {
        try (var statement = connection.prepareStatement("""
                INSERT INTO signing_keys (key_id, algorithm, sealed, created_at, signs_from, follows)
                VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (algorithm, follows) DO NOTHING""")) {
            statement.setString(1, key.key().keyId());
            statement.setString(2, key.key().algorithm().value());
            statement.setBytes(3, key.key().ciphertext());
            statement.setLong(4, key.createdAt().toEpochMilli());
            statement.setLong(5, key.signsFrom().toEpochMilli());
            statement.setString(6, key.follows());
            return statement.executeUpdate();
        }
    }

    private static int bringForward(Connection connection, String keyId, Instant now) throws SQLException {
        try (var statement = connection.prepareStatement(
                "UPDATE signing_keys SET signs_from = ? WHERE key_id = ? AND signs_from > ?")) {
            statement.setLong(1, now.toEpochMilli());
            statement.setString(2, keyId);
            statement.setLong(3, now.toEpochMilli());
            return statement.executeUpdate();
        }
    }

    private String collation() {
        return readers.engine().collation();
    }

    private static List<StoredSigningKey> all(Connection connection, String collation) throws SQLException {
        List<StoredSigningKey> keys = new ArrayList<>();
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("""
                        SELECT key_id, algorithm, sealed, created_at, signs_from, follows FROM signing_keys
                        ORDER BY created_at, key_id COLLATE\s""" + collation)) {
            while (rows.next()) {
                String algorithm = rows.getString(2);
                keys.add(new StoredSigningKey(
                        new SealedKey(
                                rows.getString(1),
                                StoredMembers.known(Algorithm.of(algorithm), () -> "algorithm " + algorithm),
                                rows.getBytes(3)),
                        Instant.ofEpochMilli(rows.getLong(4)),
                        Instant.ofEpochMilli(rows.getLong(5)),
                        rows.getString(6)));
            }
        }
        return keys;
    }
}
