package dev.countersign.server.transport;

import java.io.IOException;

/** Exception thrown when a connection ends in the middle of a request or a response. */
public final class ConnectionBrokenException extends IOException {
    private static final long serialVersionUID = 1L;

    public ConnectionBrokenException(String message) {
        super(message);
    }

    public ConnectionBrokenException(String message, Throwable cause) {
        super(message, cause);
    }
}
