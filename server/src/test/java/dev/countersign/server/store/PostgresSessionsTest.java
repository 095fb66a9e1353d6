package dev.countersign.server.store;

class PostgresSessionsTest extends SessionsContract {
    @Override
    public OpenStore emptyStore() {
        return OpenStore.emptiedOnPostgres();
    }
}
