package dev.countersign.server.store.database;

import dev.countersign.server.operation.StoreUnavailableException;
import dev.countersign.server.store.column.OrganizationConnection;
import dev.countersign.server.store.column.OrganizationKey;
import dev.countersign.server.store.column.VisibleOrganizations;
import java.util.List;
import java.util.function.Predicate;

/** The part of the database that belongs to one organization. */
public record OrganizationStore(StoreWriter writer, ReadPool readers, OrganizationKey key) {

    /** That of the root organization. */
    public static OrganizationStore ofRoot(StoreWriter writer, ReadPool readers) {
        return new OrganizationStore(writer, readers, OrganizationKey.ROOT);
    }

    public Engine engine() {
        return writer.engine();
    }

    /**
     * Returns the result of the work, read from one snapshot.
     *
     * @throws StoreUnavailableException when reading fails
     */
    public <T> T read(OrganizationWork<T> work) {
        return readers.read(visible(), inOrganization(work));
    }

    /**
     * Runs the work in a transaction of its own and waits until it is on disk.
     *
     * @throws StoreUnavailableException when it failed, or was not done in time
     */
    public <T> T write(OrganizationWork<T> work) {
        return write(work, _ -> true);
    }

    /** The same, but rolls back when the result is not to be kept. */
    public <T> T write(OrganizationWork<T> work, Predicate<? super T> keep) {
        return writer.call(visible(), inOrganization(work), keep);
    }

    /** Reads with the rows of the root organization visible too. */
    public <T> T readBesideRoot(OrganizationWork<T> work) {
        return readers.read(visibleBesideRoot(), inOrganization(work));
    }

    /** Writes with the rows of the root organization visible too, and rolls back when the result is not to be kept. */
    public <T> T writeBesideRoot(OrganizationWork<T> work, Predicate<? super T> keep) {
        return writer.call(visibleBesideRoot(), inOrganization(work), keep);
    }

    private VisibleOrganizations visibleBesideRoot() {
        return VisibleOrganizations.of(List.of(OrganizationKey.ROOT, key));
    }

    private VisibleOrganizations visible() {
        return VisibleOrganizations.of(key);
    }

    private <T> Work<T> inOrganization(OrganizationWork<T> work) {
        return connection -> work.run(new OrganizationConnection(connection, key));
    }
}
