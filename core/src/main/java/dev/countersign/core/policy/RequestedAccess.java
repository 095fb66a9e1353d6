package dev.countersign.core.policy;

import dev.countersign.core.oauth.Audience;
import dev.countersign.core.oauth.ScopeSet;
import dev.countersign.core.rejection.CheckOutcome;
import dev.countersign.core.rejection.CheckWalk;
import dev.countersign.core.rejection.Evidence;
import dev.countersign.core.rejection.RejectionCode;
import dev.countersign.core.rejection.RequestRejection;
import java.util.List;
import java.util.Optional;

/**
 * The access that a token request asks for.
 *
 * @param scopes empty when the request names none and so requests the application's default
 * @param resources the resource indicators as received (RFC 8707 §2)
 * @param audiences the audiences of a token exchange (RFC 8693 §2.1)
 */
public record RequestedAccess(Optional<ScopeSet> scopes, List<String> resources, List<Audience> audiences) {
    public RequestedAccess {
        resources = List.copyOf(resources);
        audiences = List.copyOf(audiences);
    }

    /** A request that names no audience. */
    public RequestedAccess(Optional<ScopeSet> scopes, List<String> resources) {
        this(scopes, resources, List.of());
    }

    /** The request, with the audiences of a token exchange. */
    public RequestedAccess to(List<Audience> named) {
        return new RequestedAccess(scopes, resources, named);
    }

    /** Whether it names what the token is meant for. */
    public boolean namesTarget() {
        return !resources.isEmpty() || !audiences.isEmpty();
    }

    /**
     * Reads the parameters (RFC 6749 §3.3); empty when they are malformed.
     *
     * @param scope the value of the parameter, which is not empty
     */
    public static Optional<RequestedAccess> read(Optional<String> scope, List<String> resources, CheckWalk walk) {
        Optional<ScopeSet> scopes = scope.flatMap(ScopeSet::parse);
        boolean malformed = scope.isPresent() && scopes.isEmpty();
        walk.note(
                RejectionCode.REQUEST_SCOPE_MALFORMED,
                "The scope parameter is well-formed",
                malformed
                        ? new CheckOutcome.Failed(new RequestRejection.ScopeMalformed())
                        : new CheckOutcome.Passed(() -> new Evidence(
                                "scope tokens with one space between two",
                                scopes.map(ScopeSet::toString).orElse("none, so the application's default scopes"),
                                "")));
        return malformed ? Optional.empty() : Optional.of(new RequestedAccess(scopes, resources));
    }
}
