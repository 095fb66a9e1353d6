package dev.countersign.server.operation;

import java.time.Duration;

/**
 * Exception thrown when the store cannot be read or written at present. It recovers by itself; the request may be
 * retried.
 */
public final class StoreUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Duration retryAfter;

    public StoreUnavailableException(Duration retryAfter) {
        super("the database is unavailable");
        this.retryAfter = retryAfter;
    }

    public StoreUnavailableException(Duration retryAfter, Throwable cause) {
        super("the database is unavailable", cause);
        this.retryAfter = retryAfter;
    }

    /** The message of the database or its driver, for the log and the operator; never for a caller. */
    public String reason() {
        Throwable cause = getCause();
        String said = cause == null ? getMessage() : cause.getMessage();
        return said == null ? "no reason is given" : said.strip();
    }

    /** Time to wait before the next attempt. */
    public Duration retryAfter() {
        return retryAfter;
    }
}
