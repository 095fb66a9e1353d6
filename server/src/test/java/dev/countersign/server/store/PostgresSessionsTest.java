package dev.countersign.server.store;

class PostgresSessionsTest extends SessionsContract {
    @Override
    OpenStore emptyStore() {
        return OpenStore.emptiedOnPostgres();
    }
}
