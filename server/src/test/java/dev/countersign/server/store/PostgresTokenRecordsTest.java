package dev.countersign.server.store;

class PostgresTokenRecordsTest extends TokenRecordsContract {
    @Override
    OpenStore emptyStore() {
        return OpenStore.emptiedOnPostgres();
    }
}
