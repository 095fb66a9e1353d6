package dev.countersign.cli.remote;

/** The client id and secret of an application. */
public record Credentials(String clientId, String secret) {

    /** Omits the secret. */
    @Override
    public String toString() {
        return "Credentials[%s]".formatted(clientId);
    }
}
