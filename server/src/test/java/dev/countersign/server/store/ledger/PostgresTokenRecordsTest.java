package dev.countersign.server.store.ledger;

import dev.countersign.server.store.OpenStore;

class PostgresTokenRecordsTest extends TokenRecordsContract {
    @Override
    public OpenStore emptyStore() {
        return OpenStore.emptiedOnPostgres();
    }
}
