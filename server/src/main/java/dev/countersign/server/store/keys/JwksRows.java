package dev.countersign.server.store.keys;

import dev.countersign.core.jose.signing.Secrets;
import dev.countersign.core.keys.JwksStore;
import dev.countersign.core.keys.KeyOwnerId;
import dev.countersign.core.keys.StoredJwks;
import dev.countersign.server.store.database.ReadPool;
import dev.countersign.server.store.database.StoreWriter;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The last good JWK set of each issuer, or of each application, in the database. */
public final class JwksRows implements JwksStore {
    /** The longest duration of a fetch. */
    private static final Duration CLAIM = Duration.ofSeconds(5);

    private final StoreWriter writer;
    private final ReadPool readers;
    private final Owner owner;
    private final String node = Secrets.generateId();

    public JwksRows(StoreWriter writer, ReadPool readers, Owner owner) {
        this.writer = writer;
        this.readers = readers;
        this.owner = owner;
    }

    /** Kind of owner of the JWK sets, with its tables. */
    public enum Owner {
        ISSUER("issuer_jwks", "issuer_id", "trusted_token_issuers"),
        APPLICATION("application_jwks", "application_id", "applications");

        private final String table;
        private final String id;
        private final String owners;

        Owner(String table, String id, String owners) {
            this.table = table;
            this.id = id;
            this.owners = owners;
        }
    }

    @Override
    public Optional<StoredJwks> load(KeyOwnerId issuer, URI url) {
        return readers.read(connection -> {
            try (var statement = connection.prepareStatement(
                    "SELECT json, fetched_at FROM " + owner.table + " WHERE " + owner.id + " = ? AND url = ?")) {
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

    @Override
    public boolean isShared() {
        return writer.engine().notifications().isPresent();
    }

    /** Claims the fetch for this node unless another node has claimed it; the holder may renew its claim. */
    @Override
    public boolean claim(KeyOwnerId issuer, Instant now) {
        return !isShared()
                || writer.call(connection -> {
                    try (var statement = connection.prepareStatement("""
                    INSERT INTO jwks_claims (owner, holder, until) VALUES (?, ?, ?)
                    ON CONFLICT (owner) DO UPDATE SET holder = excluded.holder, until = excluded.until
                    WHERE jwks_claims.until < ? OR jwks_claims.holder = excluded.holder""")) {
                        statement.setString(1, owner.table + ' ' + issuer.value());
                        statement.setString(2, node);
                        statement.setLong(3, now.plus(CLAIM).toEpochMilli());
                        statement.setLong(4, now.toEpochMilli());
                        return statement.executeUpdate() == 1;
                    }
                });
    }

    /** Stores nothing for an issuer that was removed meanwhile. */
    @Override
    public void save(KeyOwnerId issuer, URI url, byte[] json, Instant fetchedAt) {
        writer.call(connection -> {
            try (var statement = connection.prepareStatement("""
                    INSERT INTO %1$s (%2$s, url, json, fetched_at) SELECT id, ?, ?, ? FROM %3$s WHERE id = ?
                    ON CONFLICT (%2$s) DO UPDATE
                    SET url = excluded.url, json = excluded.json, fetched_at = excluded.fetched_at""".formatted(owner.table, owner.id, owner.owners))) {
                statement.setString(1, url.toString());
                statement.setBytes(2, json);
                statement.setLong(3, fetchedAt.toEpochMilli());
                statement.setString(4, issuer.value());
                return statement.executeUpdate();
            }
        });
    }

    @Override
    public void delete(KeyOwnerId issuer) {
        writer.call(connection -> delete(connection, owner, issuer));
    }

    public static int delete(Connection connection, Owner owner, KeyOwnerId issuer) throws SQLException {
        try (var statement =
                connection.prepareStatement("DELETE FROM " + owner.table + " WHERE " + owner.id + " = ?")) {
            statement.setString(1, issuer.value());
            return statement.executeUpdate();
        }
    }
}
