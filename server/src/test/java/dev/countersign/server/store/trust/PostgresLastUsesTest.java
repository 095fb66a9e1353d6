package dev.countersign.server.store.trust;

import dev.countersign.server.store.OpenStore;

class PostgresLastUsesTest extends LastUsesContract {
    @Override
    public OpenStore emptyStore() {
        return OpenStore.emptiedOnPostgres();
    }
}
