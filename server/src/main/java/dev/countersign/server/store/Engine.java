package dev.countersign.server.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import javax.sql.DataSource;

/** The one seam between our SQL and the engine that runs it: everything that engines do differently. */
interface Engine extends AutoCloseable {

    /** A new connection for the writer; every statement stands alone until {@link #begin} was executed. */
    Connection openWriter() throws SQLException;

    /** A new source of connections that cannot write. */
    DataSource readers();

    /** The statement that makes a connection refuse to write. */
    String readOnly();

    /** The statement that begins a transaction that will write. */
    String begin();

    /**
     * Makes sure that what the writer writes to is still what was opened.
     *
     * @throws SQLException when it is gone or was replaced
     */
    void verifyPresence() throws SQLException;

    /** Whether the fault lies in the values of a statement, and not in the store. */
    boolean isFaultOfTheData(SQLException fault);

    /** What stands for the placeholders of the migrations. */
    Map<String, String> placeholders();

    /** What the log and the start-up message call this database; without credentials. */
    String description();

    /** Lets others have the database. */
    @Override
    void close();
}
