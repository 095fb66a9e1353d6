package dev.countersign.core.policy;

import dev.countersign.core.oauth.Audience;
import dev.countersign.core.oauth.ScopeSet;
import dev.countersign.core.rejection.CheckOutcome;
import dev.countersign.core.rejection.NamedCheck;
import dev.countersign.core.rejection.PolicyRejection;
import dev.countersign.core.rejection.Rejection;
import dev.countersign.core.rejection.RejectionCode;
import java.util.List;
import java.util.Optional;

/**
 * The limits of a grant that continues an earlier one, such as a refresh (RFC 6749 §6): what the rules of now make of it
 * must still be what was granted then.
 *
 * @param subject whom the first token named
 * @param scopes the most that may be asked for
 * @param audiences the most that a token may be meant for
 * @param resources what is asked for by a request that names none
 */
public record Ceiling(String subject, ScopeSet scopes, List<Audience> audiences, List<String> resources) {
    private static final String SUBJECT = "The subject is the one of the first grant";
    private static final String AUDIENCES = "The token is meant for audiences of the first grant alone";

    public Ceiling {
        audiences = List.copyOf(audiences);
        resources = List.copyOf(resources);
    }

    /** The checks of what was decided, which come after all others. */
    List<NamedCheck<Decisions>> checks() {
        return List.of(
                new NamedCheck<>(RejectionCode.POLICY_SUBJECT_NOT_MAPPED, SUBJECT, this::sameSubject),
                new NamedCheck<>(RejectionCode.POLICY_RESOURCE_NOT_ALLOWED, AUDIENCES, this::noOtherAudience));
    }

    /** The refusal of a request for more: no further scope (RFC 6749 §6), no further resource (RFC 8707 §2.2). */
    public Optional<Rejection> exceededBy(RequestedAccess requested) {
        ScopeSet wanted = requested.scopes().orElse(scopes);
        if (!scopes.containsAll(wanted)) {
            return Optional.of(new PolicyRejection.ScopeNotAllowed(wanted, scopes));
        }
        return requested.resources().stream()
                .filter(resource -> audiences.stream()
                        .noneMatch(audience -> audience.value().equals(resource)))
                .findFirst()
                .map(this::notGrantedFirst);
    }

    /** The request, with the first grant in the place of what it does not name. */
    public RequestedAccess complete(RequestedAccess requested) {
        return new RequestedAccess(
                Optional.of(requested.scopes().orElse(scopes)),
                requested.resources().isEmpty() ? resources : requested.resources());
    }

    private CheckOutcome sameSubject(Decisions decisions) {
        return decisions
                .subject()
                .map(now ->
                        CheckOutcome.of(now.equals(subject), () -> new PolicyRejection.SubjectChanged(subject, now)))
                .orElseGet(() -> new CheckOutcome.Skipped("there is no subject"));
    }

    private CheckOutcome noOtherAudience(Decisions decisions) {
        return decisions.audiences().orElse(List.of()).stream()
                .filter(audience -> !audiences.contains(audience))
                .findFirst()
                .<CheckOutcome>map(audience -> new CheckOutcome.Failed(notGrantedFirst(audience.value())))
                .orElseGet(() -> CheckOutcome.passed("none but " + audiences, "none other"));
    }

    private Rejection notGrantedFirst(String resource) {
        return new PolicyRejection.ResourceNotAllowed(
                resource, audiences.stream().map(Audience::value).toList());
    }
}
