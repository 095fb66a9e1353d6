package dev.countersign.server.store;

class PostgresSeparateOrganizationsTest extends SeparateOrganizationsContract {
    @Override
    public OpenStore emptyStore() {
        return OpenStore.onPostgres(PostgresCluster.freshUrlOfOwner());
    }
}
