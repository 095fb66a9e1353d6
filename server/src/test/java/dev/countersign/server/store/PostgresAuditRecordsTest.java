package dev.countersign.server.store;

class PostgresAuditRecordsTest extends AuditRecordsContract {
    @Override
    OpenStore emptyStore() {
        return OpenStore.emptiedOnPostgres();
    }
}
