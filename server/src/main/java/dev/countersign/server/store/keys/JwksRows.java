package dev.countersign.server.store.keys;

import dev.countersign.core.jose.signing.Secrets;
import dev.countersign.core.keys.JwksStore;
import dev.countersign.core.keys.KeyOwnerId;
import dev.countersign.core.keys.StoredJwks;
import dev.countersign.server.store.column.OrganizationConnection;
import dev.countersign.server.store.column.Statements;
import dev.countersign.server.store.database.OrganizationStore;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The last good JWK set of each issuer, or of each application, in the database. */
public final class JwksRows implements JwksStore {
    /** The longest duration of a fetch. */
    private static final Duration CLAIM = Duration.ofSeconds(5);

    private final OrganizationStore store;
    private final Owner owner;
    private final String node = Secrets.generateId();

    public JwksRows(OrganizationStore store, Owner owner) {
        this.store = store;
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
        String sql = "SELECT json, fetched_at FROM " + owner.table + " WHERE organization = :organization AND "
                + owner.id + " = ? AND url = ?";
        return store.read(connection -> Statements.first(
                connection,
                sql,
                row -> new StoredJwks(row.getBytes(1), Instant.ofEpochMilli(row.getLong(2))),
                issuer.value(),
                url.toString()));
    }

    @Override
    public boolean isShared() {
        return store.engine().notifications().isPresent();
    }

    /** Claims the fetch for this node unless another node has claimed it; the holder may renew its claim. */
    @Override
    public boolean claim(KeyOwnerId issuer, Instant now) {
        return !isShared()
                || store.writer()
                                .call(connection -> Statements.update(
                                        connection,
                                        """
                                INSERT INTO jwks_claims (owner, holder, until) VALUES (?, ?, ?)
                                ON CONFLICT (owner) DO UPDATE SET holder = excluded.holder, until = excluded.until
                                WHERE jwks_claims.until < ? OR jwks_claims.holder = excluded.holder""",
                                        owner.table + ' ' + issuer.value(),
                                        node,
                                        now.plus(CLAIM),
                                        now))
                        == 1;
    }

    /** Stores nothing for an issuer that was removed meanwhile. */
    @Override
    public void save(KeyOwnerId issuer, URI url, byte[] json, Instant fetchedAt) {
        String sql = """
                INSERT INTO %1$s (organization, %2$s, url, json, fetched_at)
                SELECT organization, id, ?, ?, ? FROM %3$s WHERE organization = :organization AND id = ?
                ON CONFLICT (%2$s) DO UPDATE
                SET url = excluded.url, json = excluded.json, fetched_at = excluded.fetched_at""".formatted(owner.table, owner.id, owner.owners);
        store.write(connection -> Statements.update(connection, sql, url.toString(), json, fetchedAt, issuer.value()));
    }

    @Override
    public void delete(KeyOwnerId issuer) {
        store.write(connection -> delete(connection, owner, issuer));
    }

    public static int delete(OrganizationConnection connection, Owner owner, KeyOwnerId issuer) throws SQLException {
        return Statements.update(
                connection,
                "DELETE FROM " + owner.table + " WHERE organization = :organization AND " + owner.id + " = ?",
                issuer.value());
    }
}
