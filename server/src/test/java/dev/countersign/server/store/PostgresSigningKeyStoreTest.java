package dev.countersign.server.store;

class PostgresSigningKeyStoreTest extends SigningKeyStoreContract {
    @Override
    public OpenStore emptyStore() {
        return OpenStore.emptiedOnPostgres();
    }
}
