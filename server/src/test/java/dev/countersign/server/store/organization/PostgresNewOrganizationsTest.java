package dev.countersign.server.store.organization;

import dev.countersign.server.store.OpenStore;
import dev.countersign.server.store.PostgresCluster;

class PostgresNewOrganizationsTest extends NewOrganizationsContract {
    @Override
    public OpenStore emptyStore() {
        return OpenStore.onPostgres(PostgresCluster.freshUrlOfOwner());
    }
}
