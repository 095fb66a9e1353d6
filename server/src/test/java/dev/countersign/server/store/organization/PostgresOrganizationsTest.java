package dev.countersign.server.store.organization;

import dev.countersign.server.store.OpenStore;
import dev.countersign.server.store.PostgresCluster;

class PostgresOrganizationsTest extends OrganizationsContract {
    @Override
    public OpenStore emptyStore() {
        return OpenStore.onPostgres(PostgresCluster.freshUrlOfOwner());
    }
}
