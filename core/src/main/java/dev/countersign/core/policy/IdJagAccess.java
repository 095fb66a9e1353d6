package dev.countersign.core.policy;

import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.idjag.IdJagClaims;
import dev.countersign.core.oauth.Audience;
import dev.countersign.core.oauth.ScopeSet;
import dev.countersign.core.oauth.ServerIdentity;
import dev.countersign.core.rejection.AssertionRejection;
import dev.countersign.core.rejection.CheckOutcome;
import dev.countersign.core.rejection.NamedCheck;
import dev.countersign.core.rejection.PolicyRejection;
import dev.countersign.core.rejection.Rejection;
import dev.countersign.core.rejection.RejectionCode;
import dev.countersign.core.rejection.RequestRejection;
import java.util.List;
import java.util.Optional;

/**
 * The access for which a request may use an ID-JAG: by its own client, within its scopes and resources. The result is
 * decided further like that of every grant.
 *
 * @param claims of the ID-JAG
 * @param client the requesting application; empty only in an explanation
 * @param authenticated whether it authenticated itself, and is not merely the default application of the issuer
 * @param requested empty only in an explanation, when it is malformed
 * @param details whether the request has the parameter {@code authorization_details}
 */
public record IdJagAccess(
        IdJagClaims claims,
        Optional<RegisteredClient> client,
        boolean authenticated,
        Optional<RequestedAccess> requested,
        boolean details,
        ServerIdentity self) {
    private static final String NO_CLIENT = "no known application asks for it";
    private static final String NO_REQUEST = "what is asked for is malformed";

    /** All checks, in order. */
    public static final List<NamedCheck<IdJagAccess>> CHECKS = List.of(
            new NamedCheck<>(
                    RejectionCode.ASSERTION_CLIENT_MISMATCH,
                    "The ID-JAG was issued for the application that presents it",
                    IdJagAccess::ofThisClient),
            new NamedCheck<>(
                    RejectionCode.REQUEST_AUTHORIZATION_DETAILS_UNSUPPORTED,
                    "The request asks for no authorization details",
                    IdJagAccess::noDetails),
            new NamedCheck<>(
                    RejectionCode.POLICY_RESOURCE_NOT_ALLOWED,
                    "The resources in the ID-JAG are audiences of the application",
                    IdJagAccess::knownResources),
            new NamedCheck<>(
                    RejectionCode.POLICY_RESOURCE_NOT_ALLOWED,
                    "The requested resources are among those in the ID-JAG",
                    IdJagAccess::resourcesWithin),
            new NamedCheck<>(
                    RejectionCode.POLICY_SCOPE_NOT_ALLOWED,
                    "The requested scopes are among those in the ID-JAG",
                    IdJagAccess::scopesWithin));

    /** ID-JAG §4.4.1. */
    private CheckOutcome ofThisClient() {
        if (client.isEmpty()) {
            return new CheckOutcome.Skipped(NO_CLIENT);
        }
        String own = client.get().clientId().value();
        String named = claims.clientId().orElse("another value");
        return CheckOutcome.of(
                authenticated && named.equals(own),
                () -> new AssertionRejection.ClientMismatch(Optional.of(own).filter(_ -> authenticated), named));
    }

    private CheckOutcome noDetails() {
        return CheckOutcome.of(
                !details,
                () -> new RequestRejection.AuthorizationDetailsUnsupported("the parameter authorization_details"));
    }

    /** ID-JAG §4.4.1: every one of them, whichever the request chooses. */
    private CheckOutcome knownResources() {
        if (client.isEmpty()) {
            return new CheckOutcome.Skipped(NO_CLIENT);
        }
        List<String> known = ResourcePolicy.allowed(client.get(), self.asAudience()).stream()
                .map(Audience::value)
                .toList();
        return claims.resources().isEmpty()
                ? new CheckOutcome.Skipped("the ID-JAG names no resource")
                : claims.resources().stream()
                        .filter(resource -> !known.contains(resource))
                        .findFirst()
                        .<CheckOutcome>map(unknown ->
                                new CheckOutcome.Failed(new PolicyRejection.ClaimedResourceNotAllowed(unknown, known)))
                        .orElseGet(() -> CheckOutcome.passed(
                                "among " + known, claims.resources().toString()));
    }

    private CheckOutcome resourcesWithin() {
        if (requested.isEmpty()) {
            return new CheckOutcome.Skipped(NO_REQUEST);
        }
        List<String> claimed = claims.resources();
        return claimed.isEmpty()
                ? new CheckOutcome.Skipped("the ID-JAG names no resource")
                : requested.get().resources().stream()
                        .filter(resource -> !claimed.contains(resource))
                        .findFirst()
                        .<CheckOutcome>map(outside ->
                                new CheckOutcome.Failed(new PolicyRejection.ResourceNotAllowed(outside, claimed)))
                        .orElseGet(() -> CheckOutcome.passed(
                                "none, or some of " + claimed,
                                requested.get().resources().toString()));
    }

    private CheckOutcome scopesWithin() {
        if (client.isEmpty()) {
            return new CheckOutcome.Skipped(NO_CLIENT);
        }
        if (requested.isEmpty()) {
            return new CheckOutcome.Skipped(NO_REQUEST);
        }
        return outside(requested.get().scopes(), client.get())
                .<CheckOutcome>map(CheckOutcome.Failed::new)
                .orElseGet(() -> CheckOutcome.passed(
                        claims.scopes().map(ScopeSet::toString).orElse("the application's default scopes"),
                        requested.get().scopes().map(ScopeSet::toString).orElse("no scope requested")));
    }

    /** ID-JAG §4.4.1: a request beyond the claim is refused as a whole; without the claim it is narrowed. */
    private Optional<Rejection> outside(Optional<ScopeSet> wanted, RegisteredClient application) {
        if (claims.scopes().isEmpty()) {
            ScopeSet defaults = application.access().defaultScopes();
            return wanted.filter(scopes -> scopes.intersect(defaults).isEmpty())
                    .map(scopes -> new PolicyRejection.ScopeNotAllowed(scopes, defaults));
        }
        ScopeSet claimed = claims.scopes().get();
        return claimed.isEmpty()
                ? Optional.of(new PolicyRejection.NoScopeClaimed("scope"))
                : wanted.filter(scopes -> !claimed.containsAll(scopes))
                        .map(scopes -> new PolicyRejection.ScopeNotAllowed(scopes, claimed));
    }

    /** The request within the ID-JAG: what it leaves open follows from the claims. */
    public Optional<RequestedAccess> narrowed() {
        return requested.map(asked -> new RequestedAccess(
                scopes(asked), asked.resources().isEmpty() ? claims.resources() : asked.resources()));
    }

    private Optional<ScopeSet> scopes(RequestedAccess asked) {
        return claims.scopes().isPresent()
                ? asked.scopes().or(claims::scopes)
                : asked.scopes()
                        .map(scopes -> client.map(application ->
                                        scopes.intersect(application.access().defaultScopes()))
                                .orElse(scopes));
    }
}
