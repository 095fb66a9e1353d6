package dev.countersign.server.store.organization;

import dev.countersign.server.store.OpenStore;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteNewOrganizationsTest extends NewOrganizationsContract {
    @TempDir
    Path folder;

    @Override
    public OpenStore emptyStore() {
        return new OpenStore(folder);
    }
}
