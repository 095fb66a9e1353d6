package dev.countersign.server.store.organization;

import dev.countersign.base.text.FoldedName;
import dev.countersign.core.audit.AdminEvent;
import dev.countersign.server.organization.NewOrganization;
import dev.countersign.server.organization.NewOrganization.SetupLink;
import dev.countersign.server.organization.Organization;
import dev.countersign.server.organization.OrganizationRecords;
import dev.countersign.server.people.PeopleChange;
import dev.countersign.server.people.Person.WaysIn;
import dev.countersign.server.registry.trust.StoreOutcome;
import dev.countersign.server.store.audit.AuditRows;
import dev.countersign.server.store.column.OrganizationConnection;
import dev.countersign.server.store.column.OrganizationKey;
import dev.countersign.server.store.column.Statements;
import dev.countersign.server.store.database.ReadPool;
import dev.countersign.server.store.database.StoreWriter;
import dev.countersign.server.store.database.Work;
import dev.countersign.server.store.people.SqlPeopleStore;
import dev.countersign.server.store.trust.SqlTrustStore;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Organizations in the database. The row of a deleted one stays with its slug. */
public record SqlOrganizations(StoreWriter writer, ReadPool readers) implements OrganizationRecords {
    private static final String COLUMNS = "number, id, slug, name, enabled, document, created_at, updated_at, version";

    @Override
    public List<Organization> all() {
        return readers.read(SqlOrganizations::all);
    }

    @Override
    public Result add(NewOrganization added) {
        return change(connection -> add(connection, added), added.event());
    }

    @Override
    public Result replace(Organization before, Organization after, AdminEvent event) {
        return change(connection -> replace(connection, before, after), event);
    }

    @Override
    public Result delete(Organization organization, AdminEvent event) {
        if (organization.isRoot()) {
            throw new IllegalArgumentException("the root organization cannot be deleted");
        }
        return change(connection -> delete(connection, organization, event.at()), event);
    }

    @Override
    public void record(AdminEvent event) {
        writer.call(connection -> {
            AuditRows.insert(new OrganizationConnection(connection, OrganizationKey.ROOT), event);
            return true;
        });
    }

    @Override
    public void record(Organization organization, AdminEvent event, AdminEvent eventWithin) {
        writer.call(connection -> {
            AuditRows.insert(new OrganizationConnection(connection, OrganizationKey.ROOT), event);
            AuditRows.insert(
                    new OrganizationConnection(connection, new OrganizationKey(organization.number())), eventWithin);
            return true;
        });
    }

    @Override
    public Map<String, Long> counts(Organization organization) {
        var key = new OrganizationKey(organization.number());
        return readers.read(connection -> {
            Map<String, Long> counts = new LinkedHashMap<>();
            for (OrganizationRows rows : OrganizationRows.counted()) {
                long count = rows.count(new OrganizationConnection(connection, key), organization.createdAt());
                counts.put(rows.kind(), count);
            }
            return Collections.unmodifiableMap(counts);
        });
    }

    @Override
    public Versions versions() {
        return readers.read(connection ->
                new Versions(Statements.list(
                                connection,
                                """
                        SELECT organizations.number, organizations.version, trust_version.version
                        FROM organizations JOIN trust_version ON trust_version.id = organizations.number
                        WHERE organizations.deleted_at IS NULL""",
                                row -> Map.entry(row.getLong(1), new Version(row.getLong(2), row.getLong(3))))
                        .stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue))));
    }

    /** Runs a change with its event and its announcement, or rolls it back. */
    private Result change(Work<Result> change, AdminEvent event) {
        return writer.call(
                connection -> {
                    Result result = change.run(connection);
                    if (result instanceof Result.Done) {
                        AuditRows.insert(new OrganizationConnection(connection, OrganizationKey.ROOT), event);
                        announce(connection);
                    }
                    return result;
                },
                Result.Done.class::isInstance);
    }

    private void announce(Connection connection) throws SQLException {
        Optional<String> announcement = writer.engine().announcement();
        if (announcement.isPresent()) {
            try (var statement = connection.createStatement()) {
                statement.execute(announcement.get());
            }
        }
    }

    private Result add(Connection connection, NewOrganization added) throws SQLException {
        Organization given = added.organization();
        if (Statements.exists(connection, "SELECT 1 FROM organizations WHERE slug = ?", given.slug())) {
            return Result.Refusal.SLUG_TAKEN;
        }
        if (isNameTaken(connection, given)) {
            return Result.Refusal.NAME_TAKEN;
        }
        if (isHostTaken(connection, given)) {
            return Result.Refusal.HOST_TAKEN;
        }
        long number = Statements.number(connection, "SELECT MAX(number) + 1 FROM organizations");
        Statements.update(
                connection,
                """
                INSERT INTO organizations (number, id, slug, name, enabled, document, created_at, updated_at, version)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1)""",
                number,
                given.id(),
                given.slug(),
                given.name(),
                flag(given.enabled()),
                OrganizationDocument.write(given),
                given.createdAt(),
                given.updatedAt());
        Statements.update(connection, "INSERT INTO trust_version (id, version) VALUES (?, 0)", number);
        writer.engine().separateOrganizations(connection);
        fill(new OrganizationConnection(connection, new OrganizationKey(number)), added);
        return done(connection, given.id());
    }

    /** Writes the contents of a new organization, which were checked before: a refusal is a fault. */
    private static void fill(OrganizationConnection within, NewOrganization added) throws SQLException {
        for (AdminEvent event : added.eventsWithin()) {
            AuditRows.insert(within, event);
        }
        if (!added.trust().isEmpty()) {
            StoreOutcome outcome = SqlTrustStore.apply(within, added.trust());
            if (!(outcome instanceof StoreOutcome.Stored)) {
                throw new IllegalStateException("the trust of a new organization is refused: " + outcome);
            }
        }
        if (added.setupLink().isPresent()) {
            SetupLink link = added.setupLink().get();
            SqlPeopleStore.keepSetupLink(within, link.hash(), link.expires());
        }
        for (PeopleChange change : added.people()) {
            PeopleChange.Result result = SqlPeopleStore.commit(within, WaysIn.USUAL, change);
            if (result != PeopleChange.Result.DONE) {
                throw new IllegalStateException("a person of a new organization is refused: " + result);
            }
        }
    }

    private static Result replace(Connection connection, Organization before, Organization after) throws SQLException {
        Optional<Result> refusal = unlessCurrent(connection, before);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        if (!before.name().equals(after.name()) && isNameTaken(connection, after)) {
            return Result.Refusal.NAME_TAKEN;
        }
        if (!before.hosts().equals(after.hosts()) && isHostTaken(connection, after)) {
            return Result.Refusal.HOST_TAKEN;
        }
        Statements.update(
                connection,
                """
                UPDATE organizations SET name = ?, enabled = ?, document = ?, updated_at = ?, version = version + 1
                WHERE id = ?""",
                after.name(),
                flag(after.enabled()),
                OrganizationDocument.write(after),
                after.updatedAt(),
                before.id());
        return done(connection, before.id());
    }

    private static Result delete(Connection connection, Organization organization, Instant at) throws SQLException {
        Optional<Result> refusal = unlessCurrent(connection, organization);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        Statements.update(
                connection,
                "UPDATE organizations SET enabled = 0, deleted_at = ?, version = version + 1 WHERE id = ?",
                at,
                organization.id());
        return new Result.Done(organization);
    }

    /** The refusal of a change of an organization that is not as it was read. */
    private static Optional<Result> unlessCurrent(Connection connection, Organization read) throws SQLException {
        Optional<Organization> stored = find(connection, read.id());
        if (stored.isEmpty()) {
            return Optional.of(Result.Refusal.NOT_FOUND);
        }
        return stored.get().version() == read.version() ? Optional.empty() : Optional.of(Result.Refusal.STALE);
    }

    /** Names are compared as those of other resources are; the root organization has none. */
    private static boolean isNameTaken(Connection connection, Organization named) throws SQLException {
        return all(connection).stream()
                .filter(other -> !other.isRoot() && !other.id().equals(named.id()))
                .anyMatch(other -> FoldedName.areSame(other.name(), named.name()));
    }

    /** No two organizations have the same host name; that of a deleted one is free. */
    private static boolean isHostTaken(Connection connection, Organization named) throws SQLException {
        return !named.hosts().isEmpty()
                && all(connection).stream()
                        .filter(other -> !other.id().equals(named.id()))
                        .anyMatch(other -> !Collections.disjoint(other.hostNames(), named.hostNames()));
    }

    private static Result done(Connection connection, String id) throws SQLException {
        return new Result.Done(find(connection, id)
                .orElseThrow(() -> new SQLException("the organization %s is not stored".formatted(id))));
    }

    private static List<Organization> all(Connection connection) throws SQLException {
        return Statements.list(
                connection,
                "SELECT " + COLUMNS + " FROM organizations WHERE deleted_at IS NULL ORDER BY number",
                SqlOrganizations::organization);
    }

    private static Optional<Organization> find(Connection connection, String id) throws SQLException {
        return Statements.first(
                connection,
                "SELECT " + COLUMNS + " FROM organizations WHERE deleted_at IS NULL AND id = ?",
                SqlOrganizations::organization,
                id);
    }

    private static Organization organization(ResultSet row) throws SQLException {
        return new Organization(
                row.getLong(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getLong(5) == 1,
                OrganizationDocument.limits(row.getString(6)),
                OrganizationDocument.hosts(row.getString(6)),
                Instant.ofEpochMilli(row.getLong(7)),
                Instant.ofEpochMilli(row.getLong(8)),
                row.getLong(9));
    }

    private static int flag(boolean set) {
        return set ? 1 : 0;
    }
}
