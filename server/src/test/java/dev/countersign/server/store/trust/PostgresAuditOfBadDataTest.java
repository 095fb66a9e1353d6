package dev.countersign.server.store.trust;

import dev.countersign.server.store.OpenStore;

class PostgresAuditOfBadDataTest extends AuditOfBadDataContract {
    @Override
    OpenStore emptyStore() {
        return OpenStore.onPostgres();
    }

    @Override
    String refusal(String table, String column) {
        return "ALTER TABLE %s ADD CONSTRAINT no_poison CHECK (%s IS DISTINCT FROM 'poison')".formatted(table, column);
    }
}
