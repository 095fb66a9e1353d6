package dev.countersign.server.operation;

import java.time.Duration;

/** The fault that the store cannot be read or written now. It recovers by itself; the request may be tried again. */
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

    /** What the database or its driver says is wrong, for the log and the operator; never for a caller. */
    public String reason() {
        Throwable cause = getCause();
        String said = cause == null ? getMessage() : cause.getMessage();
        return said == null ? "no reason is given" : said.strip();
    }

    /** How long to wait before the next attempt. */
    public Duration retryAfter() {
        return retryAfter;
    }
}
