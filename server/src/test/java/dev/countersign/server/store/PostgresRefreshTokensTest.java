package dev.countersign.server.store;

class PostgresRefreshTokensTest extends RefreshTokensContract {
    @Override
    OpenStore emptyStore() {
        return OpenStore.emptiedOnPostgres();
    }
}
