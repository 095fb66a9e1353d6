package dev.countersign.server.registry.trust;

/** What came of administrative changes; of the first one that could not be made, when there is one. */
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

    /** Somebody else changed it since it was read. */
    record Conflict(String id) implements StoreOutcome {}

    /** There is nothing of this id. */
    record NotFound(String id) implements StoreOutcome {}

    /** The application has as many secrets as may be live at once. */
    record TooManySecrets(String applicationId) implements StoreOutcome {}
}
