package dev.countersign.server.store.trust;

import dev.countersign.server.registry.trust.StoreOutcome;
import dev.countersign.server.store.column.OrganizationConnection;
import dev.countersign.server.store.column.Statements;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Table of one kind of registered resource, within a transaction: one document per row, with the columns for which it
 * is unique. Every method returns the refusal, or empty on success.
 */
final class DocumentTable<T> {
    private final OrganizationConnection connection;
    private final Columns<T> columns;
    private final TakenNames names;

    DocumentTable(OrganizationConnection connection, Columns<T> columns) {
        this.connection = connection;
        this.columns = columns;
        this.names = new TakenNames(connection, columns.table());
    }

    /**
     * The columns of a kind.
     *
     * @param unique the column of a value that is unique, in addition to the name
     * @param read reads the resource of a document, including values of the expected resource that are stored elsewhere
     * @param taken the refusal of a value of {@code unique} that another row has
     */
    record Columns<T>(
            String table,
            String unique,
            Function<T, String> id,
            Function<T, String> name,
            Function<T, String> uniqueValue,
            Function<T, String> document,
            BiFunction<String, T, T> read,
            Function<T, Instant> createdAt,
            Function<T, Instant> updatedAt,
            Function<String, StoreOutcome> taken) {}

    Optional<StoreOutcome> insert(T thing) throws SQLException {
        Optional<StoreOutcome> duplicate = duplicate(thing, true);
        if (duplicate.isPresent()) {
            return duplicate;
        }
        Statements.update(
                connection,
                """
                INSERT INTO %s (organization, name, %s, document, updated_at, id, created_at, version)
                VALUES (:organization, ?, ?, ?, ?, ?, ?, 1)""".formatted(columns.table(), columns.unique()),
                columns.name().apply(thing),
                columns.uniqueValue().apply(thing),
                columns.document().apply(thing),
                columns.updatedAt().apply(thing),
                columns.id().apply(thing),
                columns.createdAt().apply(thing));
        names.put(columns.id().apply(thing), columns.name().apply(thing));
        return Optional.empty();
    }

    /** Replaces a resource that must be unchanged. */
    Optional<StoreOutcome> replace(T before, T after) throws SQLException {
        String id = columns.id().apply(after);
        Optional<VersionedDocument> found = VersionedDocument.find(connection, columns.table(), id);
        if (found.isEmpty()) {
            return Optional.of(new StoreOutcome.NotFound(id));
        }
        if (!columns.read().apply(found.get().json(), before).equals(before)) {
            return Optional.of(new StoreOutcome.Conflict(id));
        }
        boolean isRenamed = !columns.name().apply(before).equals(columns.name().apply(after));
        Optional<StoreOutcome> duplicate = duplicate(after, isRenamed);
        if (duplicate.isPresent()) {
            return duplicate;
        }
        return update(after, found.get().version()) == 1
                ? Optional.empty()
                : Optional.of(new StoreOutcome.Conflict(id));
    }

    private int update(T thing, long version) throws SQLException {
        names.put(columns.id().apply(thing), columns.name().apply(thing));
        return Statements.update(
                connection,
                """
                UPDATE %s
                SET name = ?, %s = ?, document = ?, updated_at = ?, version = version + 1
                WHERE organization = :organization AND id = ? AND version = ?""".formatted(columns.table(), columns.unique()),
                columns.name().apply(thing),
                columns.uniqueValue().apply(thing),
                columns.document().apply(thing),
                columns.updatedAt().apply(thing),
                columns.id().apply(thing),
                version);
    }

    /** Deletes a row, and by the schema everything that belongs to it; tokens and audit events remain. */
    Optional<StoreOutcome> delete(String id) throws SQLException {
        names.remove(id);
        OwnerRows.delete(connection, id);
        int deleted = Statements.update(
                connection, "DELETE FROM " + columns.table() + " WHERE organization = :organization AND id = ?", id);
        return deleted == 1 ? Optional.empty() : Optional.of(new StoreOutcome.NotFound(id));
    }

    /**
     * @param isNamed whether the name is new; an existing name may resemble another one from before that was refused
     */
    private Optional<StoreOutcome> duplicate(T thing, boolean isNamed) throws SQLException {
        String id = columns.id().apply(thing);
        String name = columns.name().apply(thing);
        if (isNamed && names.isTaken(name, id)) {
            return Optional.of(new StoreOutcome.DuplicateName(name));
        }
        String value = columns.uniqueValue().apply(thing);
        return VersionedDocument.isTaken(connection, columns.table(), columns.unique(), value, id)
                ? Optional.of(columns.taken().apply(value))
                : Optional.empty();
    }
}
