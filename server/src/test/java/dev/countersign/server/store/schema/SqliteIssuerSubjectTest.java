package dev.countersign.server.store.schema;

import java.nio.file.Path;
import javax.sql.DataSource;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteDataSource;

class SqliteIssuerSubjectTest extends IssuerSubjectContract {
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
}
