package dev.countersign.server.store.notice;

import dev.countersign.server.store.OpenStore;

class PostgresNoticeRecordsTest extends NoticeRecordsContract {
    @Override
    public OpenStore emptyStore() {
        return OpenStore.emptiedOnPostgres();
    }
}
