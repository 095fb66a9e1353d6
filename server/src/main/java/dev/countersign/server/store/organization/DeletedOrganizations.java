package dev.countersign.server.store.organization;

import dev.countersign.server.store.column.OrganizationConnection;
import dev.countersign.server.store.column.OrganizationKey;
import dev.countersign.server.store.column.Statements;
import dev.countersign.server.store.database.StoreWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Purge of the rows of deleted organizations, a few at a time. Messages to the webhook that are still to be delivered remain
 * until they are, or are given up.
 */
public record DeletedOrganizations(StoreWriter writer) {
    /** Time after which no node serves a deleted organization, so that none sees a part of it. */
    static final Duration KNOWN = Duration.ofMinutes(1);

    /** Time after which no node writes a row of it: audit events wait while a database cannot be reached. */
    static final Duration ENDED = Duration.ofHours(1);

    private record Deleted(OrganizationKey key, Instant createdAt, Instant deletedAt) {}

    /**
     * Deletes the rows of all organizations that are due.
     *
     * @param step number of rows in one transaction
     * @param goOn checked between two transactions; false stops the purge
     */
    public void purge(Instant now, int step, BooleanSupplier goOn) {
        for (Deleted organization : due(now)) {
            boolean isEmpty = true;
            for (OrganizationRows rows : OrganizationRows.values()) {
                isEmpty &= purge(organization, rows, step, goOn) == 0 && !isKept(organization, rows);
            }
            if (isEmpty
                    && goOn.getAsBoolean()
                    && organization.deletedAt().plus(ENDED).isBefore(now)) {
                finish(organization, now);
            }
        }
    }

    private List<Deleted> due(Instant now) {
        return writer.call(connection -> Statements.list(
                connection,
                "SELECT number, created_at, deleted_at FROM organizations WHERE deleted_at <= ? AND purged_at IS NULL",
                row -> new Deleted(
                        new OrganizationKey(row.getLong(1)),
                        Instant.ofEpochMilli(row.getLong(2)),
                        Instant.ofEpochMilli(row.getLong(3))),
                now.minus(KNOWN)));
    }

    private long purge(Deleted organization, OrganizationRows rows, int step, BooleanSupplier goOn) {
        long deleted = 0;
        int last = step;
        while (last == step && goOn.getAsBoolean()) {
            last = writer.call(connection -> rows.delete(
                    new OrganizationConnection(connection, organization.key()), organization.createdAt(), step));
            deleted += last;
        }
        return deleted;
    }

    private boolean isKept(Deleted organization, OrganizationRows rows) {
        return writer.call(connection -> rows.isKept(new OrganizationConnection(connection, organization.key())));
    }

    private void finish(Deleted organization, Instant now) {
        writer.call(connection -> {
            long number = organization.key().number();
            Statements.update(connection, "DELETE FROM trust_version WHERE id = ?", number);
            return Statements.update(
                    connection, "UPDATE organizations SET purged_at = ? WHERE number = ?", now, number);
        });
    }
}
