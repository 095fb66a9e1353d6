package dev.countersign.server.store;

class PostgresSigningKeyStoreTest extends SigningKeyStoreContract {
    @Override
    OpenStore emptyStore() {
        return OpenStore.emptiedOnPostgres();
    }
}
