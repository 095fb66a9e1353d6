package dev.countersign.server.store;

class PostgresPersonalTokensTest extends PersonalTokensContract {
    @Override
    public OpenStore emptyStore() {
        return OpenStore.emptiedOnPostgres();
    }
}
