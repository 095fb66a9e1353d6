package dev.countersign.server.store.ledger;

import dev.countersign.server.store.OpenStore;

class PostgresTokenLineageTest extends TokenLineageContract {
    @Override
    public OpenStore emptyStore() {
        return OpenStore.emptiedOnPostgres();
    }
}
