package dev.countersign.server.store.trust;

import dev.countersign.core.trust.TrustedIssuer;
import dev.countersign.server.registry.kind.IssuerFields;
import dev.countersign.server.registry.trust.TrustStore;
import dev.countersign.server.store.OpenStore;
import dev.countersign.server.store.PostgresCluster;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The contract on PostgreSQL. */
class PostgresTrustStoreTest extends TrustStoreContract {
    private final String url = PostgresCluster.freshUrl();
    private OpenStore store;

    @BeforeEach
    void open() {
        store = OpenStore.onPostgres(url);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Override
    TrustStore trust() {
        return new SqlTrustStore(store.organization());
    }

    @Override
    long adminEvents() {
        return store.number("SELECT count(*) FROM audit_events WHERE kind = 'admin'");
    }

    @Override
    void nameAsEarlierVersionsAllowed(TrustedIssuer issuer) {
        store.writer.call(connection -> {
            try (var statement = connection.prepareStatement(
                    "UPDATE trusted_token_issuers SET name = ?, document = ? WHERE id = ?")) {
                statement.setString(1, issuer.name());
                statement.setString(2, IssuerFields.TABLE.stored(issuer));
                statement.setString(3, issuer.id().value());
                return statement.executeUpdate();
            }
        });
    }
}
