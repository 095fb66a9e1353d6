package dev.countersign.server.demo;

/** The demonstration did not show what it is there to show; the message says which step failed. */
public final class DemoFailedException extends Exception {
    private static final long serialVersionUID = 1L;

    DemoFailedException(String message) {
        super(message);
    }

    DemoFailedException(String message, Throwable cause) {
        super(message + ": " + cause, cause);
    }
}
