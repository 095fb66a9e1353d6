package dev.countersign.server.organization;

import dev.countersign.core.jose.json.JsonNull;
import dev.countersign.server.registry.trust.RegistrationLimits;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Limits of an organization; an empty one does not limit.
 *
 * @param applications greatest number of applications
 * @param issuers greatest number of trusted token issuers
 * @param requestsPerSecond greatest number of requests to any of its paths in a second, on each node
 */
public record OrganizationLimits(
        Optional<Long> applications, Optional<Long> issuers, Optional<Long> requestsPerSecond) {
    public static final OrganizationLimits NONE =
            new OrganizationLimits(Optional.empty(), Optional.empty(), Optional.empty());

    static final String APPLICATIONS = "applications";
    static final String ISSUERS = "trusted_token_issuers";
    static final String REQUESTS = "requests_per_second";

    /** The limits as JSON. */
    public Map<String, Object> document() {
        var document = new LinkedHashMap<String, Object>();
        document.put(APPLICATIONS, orNull(applications));
        document.put(ISSUERS, orNull(issuers));
        document.put(REQUESTS, orNull(requestsPerSecond));
        return document;
    }

    /** The limits of registrations. */
    public RegistrationLimits ofRegistration() {
        return new RegistrationLimits(optional(applications), optional(issuers));
    }

    private static OptionalLong optional(Optional<Long> limit) {
        return limit.map(OptionalLong::of).orElseGet(OptionalLong::empty);
    }

    private static Object orNull(Optional<Long> limit) {
        return limit.<Object>map(number -> number).orElse(JsonNull.NULL);
    }
}
