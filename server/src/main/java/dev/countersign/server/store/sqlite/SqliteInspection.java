package dev.countersign.server.store.sqlite;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import javax.sql.DataSource;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteOpenMode;

/**
 * Read-only access to the embedded database, beside a server that may have it open.
 *
 * @param connections source of connections that cannot write
 */
public record SqliteInspection(DataSource connections, String description) {
    private static final Duration BUSY_TIMEOUT = Duration.ofSeconds(2);

    /** Access to the database in a folder; empty when there is none. */
    public static Optional<SqliteInspection> of(Path dataFolder) {
        DataFolder folder = DataFolder.of(dataFolder);
        Path file = folder.database();
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        var config = new SQLiteConfig();
        config.setReadOnly(true);
        config.setOpenMode(SQLiteOpenMode.OPEN_URI);
        config.setBusyTimeout((int) BUSY_TIMEOUT.toMillis());
        var source = new SQLiteDataSource(config);
        // Without a write-ahead log no server has the file open, and SQLite would create a log even for a reader.
        String immutable = Files.exists(folder.writeAheadLog()) ? "" : "?immutable=1";
        source.setUrl("jdbc:sqlite:" + file.toAbsolutePath().toUri() + immutable);
        return Optional.of(new SqliteInspection(source, "SQLite, " + file));
    }
}
