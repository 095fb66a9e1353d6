package dev.countersign.server.store;

class PostgresProviderPeopleTest extends ProviderPeopleContract {
    @Override
    public OpenStore emptyStore() {
        return OpenStore.emptiedOnPostgres();
    }
}
