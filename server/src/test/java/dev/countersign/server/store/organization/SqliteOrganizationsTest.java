package dev.countersign.server.store.organization;

import dev.countersign.server.store.OpenStore;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteOrganizationsTest extends OrganizationsContract {
    @TempDir
    Path folder;

    @Override
    public OpenStore emptyStore() {
        return new OpenStore(folder);
    }
}
