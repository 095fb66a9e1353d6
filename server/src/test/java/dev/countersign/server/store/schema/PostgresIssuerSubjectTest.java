package dev.countersign.server.store.schema;

import dev.countersign.server.store.PostgresCluster;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

class PostgresIssuerSubjectTest extends IssuerSubjectContract {
    @Override
    DataSource emptyDatabase() {
        var source = new PGSimpleDataSource();
        source.setUrl(PostgresCluster.freshUrl());
        return source;
    }

    @Override
    Schema schema() {
        return Schema.POSTGRESQL;
    }
}
