package dev.countersign.server.store;

class PostgresWaysInTest extends WaysInContract {
    @Override
    public OpenStore emptyStore() {
        return OpenStore.emptiedOnPostgres();
    }
}
