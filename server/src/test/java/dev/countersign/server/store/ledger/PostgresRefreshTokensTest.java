package dev.countersign.server.store.ledger;

import dev.countersign.server.store.OpenStore;

class PostgresRefreshTokensTest extends RefreshTokensContract {
    @Override
    public OpenStore emptyStore() {
        return OpenStore.emptiedOnPostgres();
    }
}
