package dev.countersign.server.store;

class PostgresJwksStoreTest extends JwksStoreContract {
    @Override
    OpenStore emptyStore() {
        return OpenStore.emptiedOnPostgres();
    }
}
