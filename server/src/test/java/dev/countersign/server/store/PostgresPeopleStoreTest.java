package dev.countersign.server.store;

class PostgresPeopleStoreTest extends PeopleStoreContract {
    @Override
    public OpenStore emptyStore() {
        return OpenStore.emptiedOnPostgres();
    }
}
