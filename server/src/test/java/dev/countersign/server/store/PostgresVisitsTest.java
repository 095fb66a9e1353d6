package dev.countersign.server.store;

/** With a database for each test: organizations stay in one. */
class PostgresVisitsTest extends VisitsContract {
    @Override
    public OpenStore emptyStore() {
        return OpenStore.onPostgres();
    }
}
