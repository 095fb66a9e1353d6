package dev.countersign.server.store.audit;

import dev.countersign.server.store.OpenStore;

class PostgresExchangeCountsTest extends ExchangeCountsContract {
    @Override
    public OpenStore emptyStore() {
        return OpenStore.emptiedOnPostgres();
    }
}
