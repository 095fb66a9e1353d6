package dev.countersign.server.config.home;

/** Exception thrown when the master key cannot be used; the message names its location, never its value. */
public final class UnusableMasterKeyException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String message;

    UnusableMasterKeyException(String message) {
        super(message);
        this.message = message;
    }

    UnusableMasterKeyException(String message, Throwable cause) {
        super(message, cause);
        this.message = message;
    }

    @Override
    public String getMessage() {
        return message;
    }
}
