package dev.countersign.server.config;

/** The master key is there and cannot be used; the message says where, never what it is. */
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
