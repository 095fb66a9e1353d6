package dev.countersign.server.store.trust;

import dev.countersign.server.store.OpenStore;

class PostgresJwksStoreTest extends JwksStoreContract {
    @Override
    public OpenStore emptyStore() {
        return OpenStore.emptiedOnPostgres();
    }
}
