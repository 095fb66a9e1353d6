package dev.countersign.cli.remote;

/** The client id and secret of an application. */
public record Credentials(String clientId, String secret) {

    /** Without the secret, which nothing prints. */
    @Override
    public String toString() {
        return "Credentials[%s]".formatted(clientId);
    }
}
