package dev.countersign.server.store;

class PostgresPeopleStoreTest extends PeopleStoreContract {
    @Override
    OpenStore emptyStore() {
        return OpenStore.emptiedOnPostgres();
    }
}
