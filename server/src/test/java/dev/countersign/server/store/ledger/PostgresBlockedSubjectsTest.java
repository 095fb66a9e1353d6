package dev.countersign.server.store.ledger;

import dev.countersign.server.store.OpenStore;

class PostgresBlockedSubjectsTest extends BlockedSubjectsContract {
    @Override
    public OpenStore emptyStore() {
        return OpenStore.emptiedOnPostgres();
    }
}
