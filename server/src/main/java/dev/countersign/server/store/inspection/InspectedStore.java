package dev.countersign.server.store.inspection;

import dev.countersign.base.text.FailureText;
import dev.countersign.base.text.UrlSecrets;
import dev.countersign.server.diagnosis.StoredState;
import dev.countersign.server.store.column.OrganizationConnection;
import dev.countersign.server.store.column.OrganizationKey;
import dev.countersign.server.store.column.Statements;
import dev.countersign.server.store.database.StoreSettings;
import dev.countersign.server.store.database.UnusableDatabaseException;
import dev.countersign.server.store.organization.OrganizationRows;
import dev.countersign.server.store.postgres.PostgresInspection;
import dev.countersign.server.store.schema.Schema;
import dev.countersign.server.store.schema.SchemaHistory;
import dev.countersign.server.store.sqlite.SqliteInspection;
import dev.countersign.server.store.trust.TrustRows;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import javax.sql.DataSource;

/** The database of an installation, over a connection that can only read: no lock is taken and no migration is run. */
public record InspectedStore(StoreSettings settings, InstantSource clock) implements StoredState {
    private static final System.Logger LOG = System.getLogger(InspectedStore.class.getName());

    @Override
    public Reading read(boolean countRows) {
        boolean embedded = settings.url().filter(url -> !url.isBlank()).isEmpty();
        try {
            if (!embedded) {
                var source = PostgresInspection.of(settings);
                return new Reading.Read(
                        facts(source.connections(), source.description(), Schema.POSTGRESQL, "\"C\"", countRows));
            }
            Optional<SqliteInspection> file = SqliteInspection.of(settings.dataFolder());
            return file.isEmpty()
                    ? new Reading.Absent()
                    : new Reading.Read(facts(
                            file.get().connections(), file.get().description(), Schema.SQLITE, "BINARY", countRows));
        } catch (SQLException | IllegalStateException | UnusableDatabaseException fault) {
            return new Reading.Failed("The database cannot be read: " + UrlSecrets.removed(FailureText.of(fault)));
        }
    }

    private Facts facts(DataSource source, String description, Schema schema, String collation, boolean countRows)
            throws SQLException {
        try (Connection connection = source.getConnection()) {
            SchemaState state = state(SchemaHistory.read(connection), schema.checksums());
            if (state.standing() != Standing.CURRENT) {
                return new Facts(description, state, Optional.empty(), Optional.empty(), List.of(), List.of());
            }
            List<Row> organizations = organizations(connection);
            return new Facts(
                    description,
                    state,
                    schema.equals(Schema.POSTGRESQL) ? Optional.of(offset(connection)) : Optional.empty(),
                    sinceNewestEvent(connection),
                    stored(connection, organizations, collation),
                    countRows ? counts(connection, organizations) : List.of());
        }
    }

    /** @param found the checksum of each applied migration by its version; null for one that failed */
    static SchemaState state(Map<String, Optional<Integer>> found, Map<String, Integer> known) {
        return new SchemaState(standing(found, known), newest(found), newest(known));
    }

    private static Standing standing(Map<String, Optional<Integer>> found, Map<String, Integer> known) {
        if (!known.keySet().containsAll(found.keySet())) {
            return Standing.NEWER;
        }
        boolean same = found.entrySet().stream()
                .allMatch(migration -> migration
                        .getValue()
                        .equals(Optional.of(Objects.requireNonNull(known.get(migration.getKey())))));
        if (!same) {
            return Standing.DIFFERENT;
        }
        return found.size() == known.size() ? Standing.CURRENT : Standing.OLDER;
    }

    private static String newest(Map<String, ?> versions) {
        return versions.keySet().stream()
                .max(Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder()))
                .orElse("");
    }

    private record Row(OrganizationKey key, String slug, boolean enabled) {
        String name() {
            return key.isRoot() ? "root" : slug;
        }
    }

    private static List<Row> organizations(Connection connection) throws SQLException {
        return Statements.list(
                connection,
                "SELECT number, slug, enabled FROM organizations WHERE deleted_at IS NULL ORDER BY number",
                row -> new Row(new OrganizationKey(row.getLong(1)), row.getString(2), row.getLong(3) == 1));
    }

    private static List<StoredOrganization> stored(Connection connection, List<Row> organizations, String collation)
            throws SQLException {
        List<StoredOrganization> stored = new ArrayList<>();
        for (Row row : organizations) {
            var within = new OrganizationConnection(connection, row.key());
            stored.add(new StoredOrganization(row.slug(), row.enabled(), TrustRows.load(within, collation)));
        }
        return stored;
    }

    /** Counted by table, in one query each, because there may be a thousand organizations. */
    private static List<RowCount> counts(Connection connection, List<Row> organizations) {
        Map<Long, String> names = new HashMap<>();
        organizations.forEach(row -> names.put(row.key().number(), row.name()));
        List<RowCount> counts = new ArrayList<>();
        for (OrganizationRows rows : OrganizationRows.values()) {
            counts.addAll(counts(connection, rows.table(), names));
        }
        return counts;
    }

    private static List<RowCount> counts(Connection connection, String table, Map<Long, String> names) {
        try {
            return Statements.list(
                    connection,
                    "SELECT organization, count(*) FROM %s GROUP BY organization ORDER BY organization"
                            .formatted(table),
                    row -> new RowCount(
                            table, names.getOrDefault(row.getLong(1), "deleted"), Optional.of(row.getLong(2))));
        } catch (SQLException slow) {
            LOG.log(System.Logger.Level.DEBUG, "The rows of " + table + " were not counted", slow);
            return List.of(new RowCount(table, "all", Optional.empty()));
        }
    }

    private Duration offset(Connection connection) throws SQLException {
        Instant before = clock.instant();
        long millis =
                Statements.number(connection, "SELECT floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint");
        Instant after = clock.instant();
        Instant middle = before.plus(Duration.between(before, after).dividedBy(2));
        return Duration.between(middle, Instant.ofEpochMilli(millis));
    }

    private Optional<Duration> sinceNewestEvent(Connection connection) throws SQLException {
        return Statements.first(
                        connection,
                        "SELECT at FROM audit_events ORDER BY at DESC LIMIT 1",
                        row -> Instant.ofEpochMilli(row.getLong(1)))
                .map(newest -> Duration.between(newest, clock.instant()));
    }
}
