package dev.countersign.server.diagnosis;

import dev.countersign.server.registry.trust.TrustStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Port to the database of an installation, whose server may be running: it is read, and never written. */
@FunctionalInterface
public interface StoredState {

    /**
     * Reads the database.
     *
     * @param countRows whether the rows of all tables are counted, which may take as long as reading them
     */
    Reading read(boolean countRows);

    /** Result of reading the database. */
    sealed interface Reading {

        /** The database was read. */
        record Read(Facts facts) implements Reading {}

        /** There is no database yet: the embedded one is created by the first start. */
        record Absent() implements Reading {}

        /**
         * The database cannot be read.
         *
         * @param reason a sentence without secrets
         */
        record Failed(String reason) implements Reading {}
    }

    /**
     * State of the database.
     *
     * @param description such as "SQLite, /srv/data/countersign.db", without credentials
     * @param clockOffset of the database's clock from the local one, positive when it is ahead; empty for the embedded
     *     database, which has none of its own
     * @param newestEvent time since the newest audit event, negative when the event is from the future; empty without one
     * @param organizations those that are not deleted; empty unless the schema is current
     * @param rows the numbers of rows; empty unless the schema is current
     */
    record Facts(
            String description,
            SchemaState schema,
            Optional<Duration> clockOffset,
            Optional<Duration> newestEvent,
            List<StoredOrganization> organizations,
            List<RowCount> rows) {
        public Facts {
            organizations = List.copyOf(organizations);
            rows = List.copyOf(rows);
        }
    }

    /**
     * The schema in the database, compared with that of this version.
     *
     * @param version the newest migration in the database; empty when there is none
     * @param known the newest migration of this version
     */
    record SchemaState(Standing standing, String version, String known) {}

    /** Relation of the stored schema to that of this version. */
    enum Standing {
        CURRENT,
        /** Migrations are missing, which the next start makes. */
        OLDER,
        /** The database has migrations that this version does not know. */
        NEWER,
        /** A migration differs from the one of this version, or failed. */
        DIFFERENT
    }

    /**
     * An organization and what it trusts.
     *
     * @param slug empty for the root
     */
    record StoredOrganization(String slug, boolean enabled, TrustStore.Contents trust) {
        boolean isRoot() {
            return slug.isEmpty();
        }
    }

    /**
     * Number of rows of an organization in a table.
     *
     * @param organization the slug, {@code root} for the root organization
     * @param rows empty when counting them failed or took too long
     */
    record RowCount(String table, String organization, Optional<Long> rows) {}
}
