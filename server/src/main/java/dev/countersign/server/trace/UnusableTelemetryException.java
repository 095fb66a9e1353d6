package dev.countersign.server.trace;

/** Exception for settings with which no traces can be exported; the message names no secret. */
public final class UnusableTelemetryException extends Exception {
    private static final long serialVersionUID = 1L;

    UnusableTelemetryException(String message, Throwable cause) {
        super(message, cause);
    }
}
