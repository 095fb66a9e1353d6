package dev.countersign.server.store;

class PostgresCountFoldingTest extends CountFoldingContract {
    @Override
    OpenStore emptyStore() {
        return OpenStore.emptiedOnPostgres();
    }
}
