package dev.countersign.core.grant;

import dev.countersign.core.assertion.CheckOutcome;
import dev.countersign.core.client.ClientAuthenticator;
import dev.countersign.core.client.ClientAuthenticator.AuthenticatedClient;
import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.oauth.GrantType;
import dev.countersign.core.oauth.ScopeSet;
import dev.countersign.core.policy.RequestedAccess;
import dev.countersign.core.rejection.ClientRejection;
import dev.countersign.core.rejection.Rejection;
import dev.countersign.core.rejection.RejectionCode;
import dev.countersign.core.rejection.RequestRejection;
import dev.countersign.core.rejection.Ruling;
import java.time.Instant;
import java.util.Optional;

/**
 * The request that an explanation supposes, and the checks that come before the assertion is read.
 *
 * @param client the application, known or not allowed; empty when none is registered or named
 * @param access what is asked for; empty when that is malformed
 */
record DryRunRequest(Optional<RegisteredClient> client, Optional<RequestedAccess> access) {
    private static final String AUTHENTICATES = "The application is registered, enabled and has a live secret";
    private static final String MAY_USE_GRANT = "The application may use the JWT bearer grant";
    private static final String NOT_NAMED = "no client_id was given";

    /** Notes what the checks of form and client come to. */
    static DryRunRequest judge(ExplainRequest request, TrustSnapshot trust, Instant now, Findings findings) {
        Optional<RequestedAccess> access = form(request, findings);
        Optional<RegisteredClient> client = request.clientId().flatMap(trust::client);
        if (request.clientId().isEmpty()) {
            findings.skip(RejectionCode.CLIENT_UNAUTHENTICATED, AUTHENTICATES, NOT_NAMED);
            findings.skip(RejectionCode.CLIENT_GRANT_NOT_ALLOWED, MAY_USE_GRANT, NOT_NAMED);
        } else {
            findings.note(RejectionCode.CLIENT_UNAUTHENTICATED, AUTHENTICATES, authenticates(client, now));
            findings.note(RejectionCode.CLIENT_GRANT_NOT_ALLOWED, MAY_USE_GRANT, mayUseGrant(client));
        }
        return new DryRunRequest(client, access);
    }

    /** RFC 7523 §2.1; RFC 6749 §3.3. An empty parameter counts as absent (RFC 6749 §3.1). */
    private static Optional<RequestedAccess> form(ExplainRequest request, Findings findings) {
        findings.note(
                RejectionCode.REQUEST_ASSERTION_MISSING,
                "The request holds an assertion",
                request.assertion().isEmpty()
                        ? new CheckOutcome.Failed(new RequestRejection.AssertionMissing())
                        : CheckOutcome.passed(
                                "an assertion parameter", request.assertion().length() + " characters"));
        Optional<String> scope = request.scope().filter(text -> !text.isEmpty());
        Optional<ScopeSet> scopes = scope.flatMap(ScopeSet::parse);
        boolean malformed = scope.isPresent() && scopes.isEmpty();
        findings.note(
                RejectionCode.REQUEST_SCOPE_MALFORMED,
                "The scope parameter is well-formed",
                malformed
                        ? new CheckOutcome.Failed(new RequestRejection.ScopeMalformed())
                        : CheckOutcome.passed(
                                "scope tokens with one space between two",
                                scopes.map(ScopeSet::toString).orElse("none, so the application's default scopes")));
        return malformed ? Optional.empty() : Optional.of(new RequestedAccess(scopes, request.resources()));
    }

    private static CheckOutcome authenticates(Optional<RegisteredClient> client, Instant now) {
        return switch (ClientAuthenticator.dryRun(client, now)) {
            case Ruling.Refused<AuthenticatedClient>(Rejection rejection) -> new CheckOutcome.Failed(rejection);
            case Ruling.Granted<AuthenticatedClient>(AuthenticatedClient dryRun) ->
                CheckOutcome.passed(
                        "an application that can authenticate",
                        dryRun.client().name() + "; its secret is not part of this dry run");
        };
    }

    private static CheckOutcome mayUseGrant(Optional<RegisteredClient> client) {
        return client.<CheckOutcome>map(known -> {
                    var evidence = new ClientRejection.GrantNotAllowed(GrantType.JWT_BEARER, known.grantTypes());
                    return CheckOutcome.of(known.mayUse(GrantType.JWT_BEARER), () -> evidence);
                })
                .orElseGet(() -> new CheckOutcome.Skipped("the application is not registered"));
    }
}
