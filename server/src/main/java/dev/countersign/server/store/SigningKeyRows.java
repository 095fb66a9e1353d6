package dev.countersign.server.store;

import dev.countersign.core.jose.Algorithm;
import dev.countersign.core.jose.SealedKey;
import dev.countersign.server.management.SigningKeyStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Our sealed signing keys, in the database. */
final class SigningKeyRows implements SigningKeyStore {
    private final StoreWriter writer;
    private final ReadPool readers;

    SigningKeyRows(StoreWriter writer, ReadPool readers) {
        this.writer = writer;
        this.readers = readers;
    }

    @Override
    public List<StoredSigningKey> all() {
        return readers.read(SigningKeyRows::all);
    }

    @Override
    public List<StoredSigningKey> insertIfNone(List<SealedKey> keys, Instant createdAt) {
        List<SealedKey> offered = List.copyOf(keys);
        return writer.call(connection -> {
            for (SealedKey key : offered) {
                insertIfNone(connection, key, createdAt);
            }
            return all(connection);
        });
    }

    private static void insertIfNone(Connection connection, SealedKey key, Instant createdAt) throws SQLException {
        try (var statement = connection.prepareStatement("""
                INSERT INTO signing_keys (key_id, algorithm, sealed, created_at) VALUES (?, ?, ?, ?)
                ON CONFLICT (algorithm) WHERE retired_at IS NULL DO NOTHING""")) {
            statement.setString(1, key.keyId());
            statement.setString(2, key.algorithm().value());
            statement.setBytes(3, key.ciphertext());
            statement.setLong(4, createdAt.toEpochMilli());
            statement.executeUpdate();
        }
    }

    private static List<StoredSigningKey> all(Connection connection) throws SQLException {
        List<StoredSigningKey> keys = new ArrayList<>();
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("""
                        SELECT key_id, algorithm, sealed, created_at, retired_at FROM signing_keys
                        ORDER BY created_at, key_id""")) {
            while (rows.next()) {
                String algorithm = rows.getString(2);
                keys.add(new StoredSigningKey(
                        new SealedKey(
                                rows.getString(1),
                                Members.known(Algorithm.of(algorithm), () -> "algorithm " + algorithm),
                                rows.getBytes(3)),
                        Instant.ofEpochMilli(rows.getLong(4)),
                        Times.read(rows, 5)));
            }
        }
        return keys;
    }
}
