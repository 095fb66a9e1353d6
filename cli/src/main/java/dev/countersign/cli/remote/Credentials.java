package dev.countersign.cli.remote;

/** The client id and secret of an application. */
public record Credentials(String clientId, String secret) implements ApiCredentials {

    /** Omits the secret. */
    @Override
    public String toString() {
        return "Credentials[%s]".formatted(clientId);
    }
}
