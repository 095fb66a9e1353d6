package dev.countersign.server.web;

import dev.countersign.core.token.AccessTokenVerifier;
import dev.countersign.core.token.AccessTokenVerifier.Verification;
import dev.countersign.core.trust.TrustRegistry;
import dev.countersign.server.transport.Header;
import dev.countersign.server.transport.ServerRequest;
import dev.countersign.server.transport.ServerResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The gate before protected endpoints: lets a request pass that carries a valid access token of our own with the scope
 * asked for, in the {@code Authorization} header and nowhere else (RFC 6750 §2.1, RFC 9700 §4.3.2).
 */
public final class BearerGate {
    private static final String CHALLENGE = "Bearer realm=\"countersign\"";
    private static final String TOKEN_PARAMETER = "access_token";
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String AUTHENTICATE = "WWW-Authenticate";

    private static final ProblemDetails MISSING =
            ProblemDetails.of(401, "access.token_missing", "This endpoint needs an access token of this server.");
    private static final ProblemDetails INVALID =
            ProblemDetails.of(401, "access.token_invalid", "The access token is invalid, expired or revoked.");
    private static final ProblemDetails UNAVAILABLE = ProblemDetails.of(
            503,
            "store.unavailable",
            "The access token cannot be checked because the database is unavailable; try again later.");
    private static final ProblemDetails AMBIGUOUS = ProblemDetails.of(
            400,
            "access.token_misplaced",
            "Send one access token, in the Authorization header and not in the URL or a form.");

    private final AccessTokenVerifier verifier;
    private final TrustRegistry trust;

    /** @param trust the snapshot that each request is judged by */
    public BearerGate(AccessTokenVerifier verifier, TrustRegistry trust) {
        this.verifier = verifier;
        this.trust = trust;
    }

    /** Who calls; empty when the request was turned away, and then it is answered already. */
    public Optional<Caller> admit(ServerRequest request, ServerResponse response, String scope) {
        List<String> authorizations = request.headers().values("Authorization");
        if (authorizations.size() > 1 || isTokenElsewhere(request)) {
            return turnAwayAmbiguous(response);
        }
        return judged(authorizations, response, scope);
    }

    /** The same, for an endpoint that takes a form and has read it. */
    public Optional<Caller> admitForm(ServerRequest request, ServerResponse response, FormBody form, String scope) {
        if (form.has(TOKEN_PARAMETER) || isTokenInUrl(request)) {
            return turnAwayAmbiguous(response);
        }
        return judged(request.headers().values("Authorization"), response, scope);
    }

    /** Whether the request presents an access token, and no other credentials. */
    public static boolean isBearer(ServerRequest request) {
        return request.headers().values("Authorization").stream()
                .anyMatch(authorization -> bearerToken(authorization).isPresent());
    }

    /** RFC 6750 §2: a token in two places is no request; in the URL it would end up in logs. */
    private static Optional<Caller> turnAwayAmbiguous(ServerResponse response) {
        return turnAway(response, AMBIGUOUS, CHALLENGE + ", error=\"invalid_request\"");
    }

    private Optional<Caller> judged(List<String> authorizations, ServerResponse response, String scope) {
        Optional<String> token = authorizations.stream().findFirst().flatMap(BearerGate::bearerToken);
        if (token.isEmpty()) {
            // RFC 6750 §3.1: without a token no error code either
            return turnAway(response, MISSING, CHALLENGE);
        }
        return switch (verifier.verify(trust.current(), token.get())) {
            case Verification.Invalid() -> turnAway(response, INVALID, CHALLENGE + ", error=\"invalid_token\"");
            case Verification.Unknown(var retryAfter) -> {
                response.header(Responses.retryAfter(retryAfter));
                Responses.problem(response, UNAVAILABLE);
                yield Optional.empty();
            }
            // RFC 9449 §7.2: a bound token is worth nothing as a bearer token
            case Verification.Valid valid
            when !valid.confirmation().isNone() -> turnAway(response, INVALID, CHALLENGE + ", error=\"invalid_token\"");
            case Verification.Valid valid when !valid.scopes().contains(scope) -> insufficient(response, scope);
            case Verification.Valid(var subject, var clientId, var scopes, var tokenId, var _) ->
                Optional.of(new Caller(subject, clientId, scopes, tokenId));
        };
    }

    private static Optional<Caller> insufficient(ServerResponse response, String scope) {
        var problem = ProblemDetails.of(
                403,
                "access.insufficient_scope",
                "The access token lacks a scope.",
                "This needs the scope " + scope + ".");
        return turnAway(response, problem, CHALLENGE + ", error=\"insufficient_scope\", scope=\"" + scope + "\"");
    }

    private static Optional<Caller> turnAway(ServerResponse response, ProblemDetails problem, String challenge) {
        response.header(new Header(AUTHENTICATE, challenge));
        Responses.problem(response, problem);
        return Optional.empty();
    }

    /** The token of the header; the scheme's name is written in any case (RFC 9110 §11.1). */
    private static Optional<String> bearerToken(String authorization) {
        int space = authorization.indexOf(' ');
        if (space < 0 || !authorization.substring(0, space).equalsIgnoreCase("Bearer")) {
            return Optional.empty();
        }
        return Optional.of(authorization.substring(space + 1).strip());
    }

    /** A form is refused unread: no protected endpoint takes one, and a token could hide in it (RFC 6750 §2.2). */
    private static boolean isTokenElsewhere(ServerRequest request) {
        return isTokenInUrl(request)
                || request.headers().values("Content-Type").stream()
                        .anyMatch(type -> type.toLowerCase(Locale.ROOT).startsWith(FORM));
    }

    private static boolean isTokenInUrl(ServerRequest request) {
        String query = request.query();
        return Arrays.stream(query.split("&")).anyMatch(parameter -> parameter.startsWith(TOKEN_PARAMETER + "="));
    }
}
