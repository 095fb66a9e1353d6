package dev.countersign.server.store;

class PostgresExchangeCountsTest extends ExchangeCountsContract {
    @Override
    OpenStore emptyStore() {
        return OpenStore.emptiedOnPostgres();
    }
}
