package dev.countersign.server.net;

import java.io.IOException;

/** Exception thrown when a proxy does not give a tunnel; its message is a clause that repeats nothing of its answer. */
final class ProxyFailureException extends IOException {
    private static final long serialVersionUID = 1L;

    ProxyFailureException(String clause) {
        super(clause);
    }

    ProxyFailureException(String clause, IOException cause) {
        super(clause, cause);
    }

    String clause() {
        return String.valueOf(getMessage());
    }
}
