package dev.countersign.server.store.column;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Statements that are prepared, run once with their parameters, and closed. A parameter is a text, a number, an array of
 * bytes, a time, or an {@link Optional} of one of them, of which the empty one is {@code NULL}.
 */
public final class Statements {
    private Statements() {}

    /** Reader of the current row of a result. */
    @FunctionalInterface
    public interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** Runs a statement that changes rows, and returns their number. */
    public static int update(Connection connection, String sql, Object... parameters) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            bind(statement, parameters);
            return statement.executeUpdate();
        }
    }

    /** Runs a statement that changes rows of an organization, and returns their number. */
    public static int update(OrganizationConnection connection, String sql, Object... parameters) throws SQLException {
        return update(connection.connection(), connection.named(sql), parameters);
    }

    /** Reads all rows of a query. */
    public static <T> List<T> list(Connection connection, String sql, RowReader<T> reader, Object... parameters)
            throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            bind(statement, parameters);
            List<T> list = new ArrayList<>();
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    list.add(reader.read(rows));
                }
            }
            return list;
        }
    }

    /** Reads all rows of a query of an organization. */
    public static <T> List<T> list(
            OrganizationConnection connection, String sql, RowReader<T> reader, Object... parameters)
            throws SQLException {
        return list(connection.connection(), connection.named(sql), reader, parameters);
    }

    /** Reads the first row of a query; empty when there is none. */
    public static <T> Optional<T> first(Connection connection, String sql, RowReader<T> reader, Object... parameters)
            throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            bind(statement, parameters);
            try (var rows = statement.executeQuery()) {
                return rows.next() ? Optional.of(reader.read(rows)) : Optional.empty();
            }
        }
    }

    /** Reads the first row of a query of an organization; empty when there is none. */
    public static <T> Optional<T> first(
            OrganizationConnection connection, String sql, RowReader<T> reader, Object... parameters)
            throws SQLException {
        return first(connection.connection(), connection.named(sql), reader, parameters);
    }

    /** Whether a query finds a row. */
    public static boolean exists(Connection connection, String sql, Object... parameters) throws SQLException {
        return first(connection, sql, _ -> true, parameters).isPresent();
    }

    /** Whether a query of an organization finds a row. */
    public static boolean exists(OrganizationConnection connection, String sql, Object... parameters)
            throws SQLException {
        return exists(connection.connection(), connection.named(sql), parameters);
    }

    /**
     * Reads the number in the only row of a query.
     *
     * @throws SQLException also when there is no row
     */
    public static long number(Connection connection, String sql, Object... parameters) throws SQLException {
        return first(connection, sql, row -> row.getLong(1), parameters)
                .orElseThrow(() -> new SQLException("there is no row for: " + sql));
    }

    /**
     * Reads the number in the only row of a query of an organization.
     *
     * @throws SQLException also when there is no row
     */
    public static long number(OrganizationConnection connection, String sql, Object... parameters) throws SQLException {
        return number(connection.connection(), connection.named(sql), parameters);
    }

    /** Binds the parameters in order, from the first on. */
    public static void bind(PreparedStatement statement, Object... parameters) throws SQLException {
        for (int i = 0; i < parameters.length; i++) {
            bind(statement, i + 1, parameters[i]);
        }
    }

    private static void bind(PreparedStatement statement, int index, Object parameter) throws SQLException {
        switch (parameter) {
            case String text -> statement.setString(index, text);
            case Long number -> statement.setLong(index, number);
            case Integer number -> statement.setInt(index, number);
            case byte[] bytes -> statement.setBytes(index, bytes);
            case Instant time -> statement.setLong(index, time.toEpochMilli());
            case Optional<?> optional when optional.isPresent() -> bind(statement, index, optional.get());
            case Optional<?> _ -> statement.setNull(index, Types.NULL);
            default -> throw new IllegalArgumentException("no column holds " + parameter.getClass());
        }
    }
}
