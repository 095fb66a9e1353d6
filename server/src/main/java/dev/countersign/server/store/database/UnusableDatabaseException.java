package dev.countersign.server.store.database;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Exception thrown when the server cannot start on this database; the message is a sentence for its operator. */
public final class UnusableDatabaseException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UnusableDatabaseException(String message) {
        super(message);
    }

    public UnusableDatabaseException(String message, Throwable cause) {
        super(message, cause);
    }

    /** The database does not accept connections; the reason is the message of the server or the driver. */
    public static UnusableDatabaseException refused(String description, Throwable fault) {
        return new UnusableDatabaseException("%s cannot be used: %s".formatted(description, reason(fault)), fault);
    }

    private static String reason(Throwable fault) {
        @Nullable Throwable said = fault;
        while (said != null && !(said instanceof SQLException)) {
            said = said.getCause();
        }
        String message = said == null ? null : said.getMessage();
        return message == null ? "no reason is given" : message.strip();
    }
}
