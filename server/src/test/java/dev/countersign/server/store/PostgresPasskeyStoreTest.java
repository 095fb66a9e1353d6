package dev.countersign.server.store;

class PostgresPasskeyStoreTest extends PasskeyStoreContract {
    @Override
    public OpenStore emptyStore() {
        return OpenStore.emptiedOnPostgres();
    }
}
