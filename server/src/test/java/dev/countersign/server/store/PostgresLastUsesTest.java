package dev.countersign.server.store;

class PostgresLastUsesTest extends LastUsesContract {
    @Override
    OpenStore emptyStore() {
        return OpenStore.emptiedOnPostgres();
    }
}
