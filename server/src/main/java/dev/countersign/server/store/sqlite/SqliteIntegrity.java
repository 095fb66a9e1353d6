package dev.countersign.server.store.sqlite;

import dev.countersign.server.store.database.UnusableDatabaseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/**
 * Check of an existing database file before it is used. A file of up to 512 MB is checked completely, which takes about
 * a second; of a larger one only the small tables, so that the start remains fast.
 */
final class SqliteIntegrity {
    private static final long LARGEST_CHECKED_WHOLE = 512L * 1024 * 1024;
    private static final int MOST_PROBLEMS = 3;
    private static final List<String> SMALL_TABLES = List.of(
            "trusted_token_issuers",
            "applications",
            "application_secrets",
            "issuer_jwks",
            "signing_keys",
            "replay_horizon",
            "recent_replay_keys_1",
            "recent_replay_keys_2");

    private SqliteIntegrity() {}

    /** @throws UnusableDatabaseException when the file is damaged */
    static void check(DataSource source, Path file) throws IOException {
        long size = Files.size(file);
        if (size == 0) {
            throw damaged(file, "it is empty");
        }
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            List<String> problems = new ArrayList<>();
            if (size <= LARGEST_CHECKED_WHOLE) {
                problems.addAll(problems(statement, "PRAGMA quick_check(" + MOST_PROBLEMS + ")"));
            } else {
                for (String table : SMALL_TABLES) {
                    problems.addAll(problems(statement, "PRAGMA quick_check(" + table + ")"));
                }
            }
            if (!problems.isEmpty()) {
                throw damaged(file, String.join("; ", problems));
            }
        } catch (SQLException fault) {
            throw new UnusableDatabaseException(
                    "The database %s cannot be read: %s. If the file is damaged, restore a backup."
                            .formatted(file, fault.getMessage()),
                    fault);
        }
    }

    private static List<String> problems(Statement statement, String check) throws SQLException {
        List<String> problems = new ArrayList<>();
        try (var rows = statement.executeQuery(check)) {
            while (rows.next() && problems.size() < MOST_PROBLEMS) {
                String line = rows.getString(1);
                if (!"ok".equals(line)) {
                    problems.add(line);
                }
            }
        }
        return problems;
    }

    private static UnusableDatabaseException damaged(Path file, String how) {
        return new UnusableDatabaseException(
                "The database %s is damaged (%s). Restore a backup; the server does not start on it, because it could accept an assertion a second time."
                        .formatted(file, how));
    }
}
