package dev.countersign.server.store.audit;

import dev.countersign.core.oauth.ApplicationId;
import dev.countersign.core.oauth.IssuerId;
import dev.countersign.server.store.OpenStore;

/** Rows of issuers and applications that have nothing but an id, so that their counts are kept and told. */
final class Registered {
    private Registered() {}

    static void issuer(OpenStore store, IssuerId id) {
        insert(store, "trusted_token_issuers", "issuer", id.value());
    }

    static void application(OpenStore store, ApplicationId id) {
        insert(store, "applications", "client_id", id.value());
    }

    private static void insert(OpenStore store, String table, String identifier, String id) {
        store.writer.call(connection -> {
            try (var statement = connection.createStatement()) {
                return statement.executeUpdate(
                        ("INSERT INTO %1$s (id, name, %2$s, document, created_at, updated_at, version)"
                                        + " VALUES ('%3$s', '%3$s', '%3$s', '', 0, 0, 1)")
                                .formatted(table, identifier, id));
            }
        });
    }
}
