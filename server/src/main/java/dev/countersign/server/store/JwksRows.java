package dev.countersign.server.store;

import dev.countersign.core.issuer.JwksStore;
import dev.countersign.core.issuer.StoredJwks;
import dev.countersign.core.oauth.IssuerId;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** The last good JWK set of each issuer, in the database. */
final class JwksRows implements JwksStore {
    private final StoreWriter writer;
    private final ReadPool readers;

    JwksRows(StoreWriter writer, ReadPool readers) {
        this.writer = writer;
        this.readers = readers;
    }

    @Override
    public Optional<StoredJwks> load(IssuerId issuer, URI url) {
        return readers.read(connection -> {
            try (var statement = connection.prepareStatement(
                    "SELECT json, fetched_at FROM issuer_jwks WHERE issuer_id = ? AND url = ?")) {
                statement.setString(1, issuer.value());
                statement.setString(2, url.toString());
                try (var rows = statement.executeQuery()) {
                    return rows.next()
                            ? Optional.of(new StoredJwks(rows.getBytes(1), Instant.ofEpochMilli(rows.getLong(2))))
                            : Optional.empty();
                }
            }
        });
    }

    /** Keeps nothing for an issuer that was removed meanwhile. */
    @Override
    public void save(IssuerId issuer, URI url, byte[] json, Instant fetchedAt) {
        writer.call(connection -> {
            try (var statement = connection.prepareStatement("""
                    INSERT INTO issuer_jwks (issuer_id, url, json, fetched_at)
                    SELECT id, ?, ?, ? FROM trusted_token_issuers WHERE id = ?
                    ON CONFLICT (issuer_id) DO UPDATE
                    SET url = excluded.url, json = excluded.json, fetched_at = excluded.fetched_at""")) {
                statement.setString(1, url.toString());
                statement.setBytes(2, json);
                statement.setLong(3, fetchedAt.toEpochMilli());
                statement.setString(4, issuer.value());
                return statement.executeUpdate();
            }
        });
    }

    @Override
    public void delete(IssuerId issuer) {
        writer.call(connection -> delete(connection, issuer));
    }

    static int delete(Connection connection, IssuerId issuer) throws SQLException {
        try (var statement = connection.prepareStatement("DELETE FROM issuer_jwks WHERE issuer_id = ?")) {
            statement.setString(1, issuer.value());
            return statement.executeUpdate();
        }
    }
}
