package dev.countersign.server.store.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteDataSource;

class SqliteFetchedKeysTest extends FetchedKeysContract {
    @TempDir
    private Path folder;

    @Override
    DataSource emptyDatabase() {
        var source = new SQLiteDataSource();
        source.setUrl("jdbc:sqlite:" + folder.resolve("countersign.db"));
        return source;
    }

    @Override
    Schema schema() {
        return Schema.SQLITE;
    }

    @Test
    void nothingOfTheBytesIsLeftInTheFile() throws SQLException, IOException {
        onlyWhatWasReadOfASetStaysAndASetThatCannotBeReadGoes();

        assertThat(Files.readString(folder.resolve("countersign.db"), StandardCharsets.ISO_8859_1))
                .doesNotContain("a-private-exponent", "a-shared-secret");
    }
}
