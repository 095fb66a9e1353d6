package dev.countersign.server.store.trust;

import dev.countersign.core.trust.TrustedIssuer;
import dev.countersign.server.registry.kind.IssuerFields;
import dev.countersign.server.registry.trust.TrustStore;
import dev.countersign.server.store.OpenStore;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The contract on the embedded database. */
class SqlTrustStoreTest extends TrustStoreContract {
    @TempDir
    Path folder;

    private OpenStore store;

    @BeforeEach
    void open() {
        store = new OpenStore(folder);
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
