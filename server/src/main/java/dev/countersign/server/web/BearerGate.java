package dev.countersign.server.web;

import dev.countersign.core.jose.certificate.ClientCertificate;
import dev.countersign.core.rejection.OAuthError;
import dev.countersign.core.rejection.Rejection;
import dev.countersign.core.rejection.Ruling;
import dev.countersign.core.token.AccessTokenVerifier;
import dev.countersign.core.token.AccessTokenVerifier.Verification;
import dev.countersign.core.token.PresentedToken.Scheme;
import dev.countersign.core.trust.TrustRegistry;
import dev.countersign.core.trust.TrustSnapshot;
import dev.countersign.server.transport.Header;
import dev.countersign.server.transport.ServerRequest;
import dev.countersign.server.transport.ServerResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/**
 * The gate of protected endpoints: admits a request with a valid access token of this server that has the required
 * scope, in the {@code Authorization} header only (RFC 6750 §2.1, RFC 9700 §4.3.2), and with a proof of possession if
 * the token is bound to a key (RFC 9449 §7, RFC 8705 §3).
 */
public final class BearerGate {
    private static final String TOKEN_PARAMETER = "access_token";

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

    private static final ProblemDetails BAD_CERTIFICATE =
            ProblemDetails.of(400, "request.malformed", "The Client-Cert headers of the proxy are not as in RFC 9440.");

    private final AccessTokenVerifier verifier;
    private final TrustRegistry trust;
    private final ClientCertificates certificates;

    /** @param trust source of the current snapshot */
    public BearerGate(AccessTokenVerifier verifier, TrustRegistry trust, ClientCertificates certificates) {
        this.verifier = verifier;
        this.trust = trust;
        this.certificates = certificates;
    }

    /** Returns the caller; empty when the request was refused, in which case the response has been sent. */
    public Optional<Caller> admit(ServerRequest request, ServerResponse response, String scope) {
        if (isMisplaced(request)) {
            return refuseAmbiguous(response);
        }
        return judged(request, response, scope);
    }

    /** The same, for an endpoint that accepts a form and has read it. */
    public Optional<Caller> admitForm(ServerRequest request, ServerResponse response, FormBody form, String scope) {
        if (form.has(TOKEN_PARAMETER) || isTokenInUrl(request)) {
            return refuseAmbiguous(response);
        }
        return judged(request, response, scope);
    }

    /** Whether the request presents an access token, and no other credentials. */
    public static boolean presentsToken(ServerRequest request) {
        return request.headers().values("Authorization").stream()
                .anyMatch(value -> AuthorizationField.read(value).isPresent());
    }

    /** RFC 6750 §2: a token in two places is invalid; in the URL it would be logged. */
    private static Optional<Caller> refuseAmbiguous(ServerResponse response) {
        return refuse(response, AMBIGUOUS, Challenge.bearer("invalid_request"));
    }

    private Optional<Caller> judged(ServerRequest request, ServerResponse response, String scope) {
        verifier.nonce().map(Responses::dpopNonce).ifPresent(response::header);
        Optional<AuthorizationField> field =
                request.headers().values("Authorization").stream().findFirst().flatMap(AuthorizationField::read);
        if (field.isEmpty()) {
            // RFC 6750 §3.1: no error code without a token
            return refuse(response, MISSING, Challenge.BEARER);
        }
        return switch (certificates.of(request)) {
            case Ruling.Granted<Optional<ClientCertificate>>(var certificate) ->
                judged(request, response, field.get(), certificate, scope);
            case Ruling.Refused<Optional<ClientCertificate>> _ ->
                refuse(response, BAD_CERTIFICATE, Challenge.bearer("invalid_request"));
        };
    }

    private Optional<Caller> judged(
            ServerRequest request,
            ServerResponse response,
            AuthorizationField field,
            Optional<ClientCertificate> certificate,
            String scope) {
        TrustSnapshot now = trust.current();
        Scheme scheme = field.scheme();
        return switch (verifier.verify(now, field.presented(request, certificate, now.identity()))) {
            case Verification.Invalid(boolean needsProof) ->
                refuse(response, INVALID, Challenge.invalidToken(needsProof ? Scheme.DPOP : scheme));
            case Verification.ProofRefused(Rejection rejection) -> refuseProof(response, rejection);
            case Verification.Unknown(var retryAfter) -> unavailable(response, retryAfter);
            case Verification.Valid valid when !valid.scopes().contains(scope) -> insufficient(response, scheme, scope);
            case Verification.Valid valid -> {
                Optional<Rejection> spent = verifier.spend(valid);
                yield spent.isPresent()
                        ? refuseProof(response, spent.get())
                        : Optional.of(new Caller(valid.subject(), valid.clientId(), valid.scopes(), valid.tokenId()));
            }
        };
    }

    /** RFC 9449 §7.1, §9. */
    private static Optional<Caller> refuseProof(ServerResponse response, Rejection rejection) {
        OAuthError error = OAuthError.of(rejection);
        if (error.retryAfter().isPresent()) {
            return unavailable(response, error.retryAfter().get());
        }
        return refuse(
                response,
                ProblemDetails.of(401, rejection.code().value(), error.description()),
                Challenge.dpop(error.error().value()));
    }

    static <T> Optional<T> unavailable(ServerResponse response, Duration retryAfter) {
        response.header(Responses.retryAfter(retryAfter));
        Responses.problem(response, UNAVAILABLE);
        return Optional.empty();
    }

    private static Optional<Caller> insufficient(ServerResponse response, Scheme scheme, String scope) {
        var problem = ProblemDetails.of(
                403,
                "access.insufficient_scope",
                "The access token lacks a scope.",
                "This needs the scope " + scope + ".");
        return refuse(response, problem, Challenge.insufficientScope(scheme, scope));
    }

    static <T> Optional<T> refuse(ServerResponse response, ProblemDetails problem, Header challenge) {
        response.header(challenge);
        Responses.problem(response, problem);
        return Optional.empty();
    }

    /** Whether there are several tokens, or one outside the header. */
    static boolean isMisplaced(ServerRequest request) {
        return request.headers().values("Authorization").size() > 1 || isTokenElsewhere(request);
    }

    /** A form is refused unread: no protected endpoint accepts one, and it could contain a token (RFC 6750 §2.2). */
    private static boolean isTokenElsewhere(ServerRequest request) {
        return isTokenInUrl(request) || FormBody.isSentWith(request.headers());
    }

    private static boolean isTokenInUrl(ServerRequest request) {
        String query = request.query();
        return Arrays.stream(query.split("&")).anyMatch(parameter -> parameter.startsWith(TOKEN_PARAMETER + "="));
    }
}
