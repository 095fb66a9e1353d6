package dev.countersign.server.store.ledger;

import dev.countersign.server.store.OpenStore;

class PostgresSecurityEventsTest extends SecurityEventsContract {
    @Override
    public OpenStore emptyStore() {
        return OpenStore.emptiedOnPostgres();
    }
}
