package dev.countersign.server.registry.trust;

/** Outcome of administrative changes; the first failure when there is one. */
public sealed interface StoreOutcome {

    /** All changes are on disk. */
    record Stored() implements StoreOutcome {}

    /** Another issuer, application or API resource has this name. */
    record DuplicateName(String name) implements StoreOutcome {}

    /** Another trusted token issuer has this {@code iss} value. */
    record DuplicateIssuer(String issuer) implements StoreOutcome {}

    /** Another application has this client id. */
    record DuplicateClientId(String clientId) implements StoreOutcome {}

    /** Another API resource has this audience. */
    record DuplicateAudience(String audience) implements StoreOutcome {}

    /** Failure: the resource was changed since it was read. */
    record Conflict(String id) implements StoreOutcome {}

    /** Failure: the id does not exist. */
    record NotFound(String id) implements StoreOutcome {}

    /** The application has the largest permitted number of secrets. */
    record TooManySecrets(String applicationId) implements StoreOutcome {}
}
