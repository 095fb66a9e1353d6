package dev.countersign.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.core.fixtures.SettableClock;
import dev.countersign.core.token.TokenLedger.Redemption;
import dev.countersign.server.store.column.OrganizationKey;
import dev.countersign.server.store.database.Retention;
import dev.countersign.server.store.database.StoreSettings;
import dev.countersign.server.store.database.UnusableDatabaseException;
import dev.countersign.server.store.ledger.Redemptions;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests of opening the database, and of the messages when it cannot be opened. */
class DatabaseTest {
    @TempDir
    Path home;

    private Path folder;
    private Path file;

    @BeforeEach
    void choosePlace() {
        folder = home.resolve("data");
        file = folder.resolve("countersign.db");
    }

    @Test
    void makesADatabaseThatOnlyItsOwnerCanRead() throws IOException {
        try (var _ = open()) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
                    .isEqualTo("rwx------");
            try (var files = Files.list(folder)) {
                assertThat(files.filter(path -> path.getFileName().toString().startsWith("countersign.db")))
                        .isNotEmpty()
                        .allSatisfy(
                                path -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                                        .isEqualTo("rw-------"));
            }
        }
    }

    @Test
    void closesAFileToOthersThatWasOpenToThem() throws IOException {
        open().close();
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        open().close();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void remembersAcrossARestart() {
        try (var database = open()) {
            assertThat(database.of(OrganizationKey.ROOT).ledger().redeem(Redemptions.key("a"), Redemptions.token()))
                    .isEqualTo(new Redemption.Recorded());
        }
        try (var database = open()) {
            assertThat(database.of(OrganizationKey.ROOT).ledger().redeem(Redemptions.key("a"), Redemptions.token()))
                    .isInstanceOf(Redemption.Replayed.class);
        }
    }

    @Test
    void writesEveryCommitToDiskBeforeItAnswers() {
        try (var store = new OpenStore(folder)) {
            assertThat(store.writer.<String>call(connection -> {
                        try (var statement = connection.createStatement();
                                var rows = statement.executeQuery("PRAGMA synchronous")) {
                            return rows.getString(1);
                        }
                    }))
                    .isEqualTo("2");
            assertThat(store.readers.<String>read(connection -> {
                        try (var statement = connection.createStatement();
                                var rows = statement.executeQuery("PRAGMA journal_mode")) {
                            return rows.getString(1);
                        }
                    }))
                    .isEqualTo("wal");
        }
    }

    @Test
    void onlyOneMayHaveTheEmbeddedDatabase() {
        try (var first = open()) {
            assertRefused("in use by");
            assertRefused("in use by");
            assertThat(first.isHealthy()).isTrue();
        }
        open().close();
    }

    @Test
    void refusesASchemaThatIsNewerThanItself() throws Exception {
        open().close();
        execute("""
                INSERT INTO flyway_schema_history (installed_rank, version, description, type, script, checksum,
                    installed_by, execution_time, success)
                VALUES (99, '99', 'from the future', 'SQL', 'V99__from_the_future.sql', 1, '', 1, 1)""");

        assertRefused("schema version 99, which is newer");
    }

    @Test
    void refusesAFileThatIsNoDatabase() throws IOException {
        open().close();
        Files.writeString(file, "this is not a database, however long one looks at it".repeat(100));

        assertRefused("cannot be read");
    }

    @Test
    void refusesATornFile() throws IOException {
        open().close();
        try (var torn = new RandomAccessFile(file.toFile(), "rw")) {
            torn.setLength(torn.length() / 2);
        }

        assertRefused(file.toString());
    }

    @Test
    void refusesAFileWithForeignPagesInIt() throws IOException {
        open().close();
        try (var damaged = new RandomAccessFile(file.toFile(), "rw")) {
            damaged.seek(4096 * 2);
            damaged.write(new byte[4096 * 4]);
        }

        assertRefused(file.toString());
    }

    @Test
    void refusesAnEmptiedFileInsteadOfForgettingEverything() throws IOException {
        open().close();
        Files.write(file, new byte[0]);

        assertRefused("it is empty");
    }

    @Test
    void refusesAMissingFileWhoseLogIsThere() throws IOException {
        open().close();
        Files.move(file, folder.resolve("countersign.db-wal"));

        assertRefused("is missing");
    }

    @Test
    void beginsAgainAfterAFirstStartThatWasInterrupted() throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("countersign.db.new"), "half");

        open().close();

        assertThat(file).exists();
        assertThat(folder.resolve("countersign.db.new")).doesNotExist();
    }

    @Test
    void refusesADatabaseThatDoesNotAnswerWithoutRepeatingItsPassword() {
        var settings = new StoreSettings(
                Optional.of("jdbc:postgresql://127.0.0.1:1/x?password=hunter2"),
                Optional.of("tokens"),
                Optional.of("hunter2"),
                1,
                folder);

        assertThatThrownBy(() -> open(settings))
                .isInstanceOf(UnusableDatabaseException.class)
                .hasMessageStartingWith("PostgreSQL, 127.0.0.1:1/x cannot be used: ")
                .hasMessageNotContaining("hunter2");
        assertThat(settings.toString()).doesNotContain("hunter2");
    }

    private void assertRefused(String because) {
        assertThatThrownBy(() -> open().close())
                .isInstanceOf(UnusableDatabaseException.class)
                .hasMessageContaining(because);
    }

    private Database open() {
        return open(StoreSettings.embedded(folder));
    }

    private static Database open(StoreSettings settings) {
        return Database.open(settings, Retention.DEFAULT, new SettableClock(Redemptions.NOW), _ -> {});
    }

    private void execute(String sql) throws Exception {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
