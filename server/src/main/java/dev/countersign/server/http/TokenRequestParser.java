package dev.countersign.server.http;

import dev.countersign.core.client.ClientAuthentication;
import dev.countersign.core.grant.TokenRequest;
import dev.countersign.core.grant.TokenRequest.Grant;
import dev.countersign.core.oauth.GrantType;
import dev.countersign.core.oauth.ScopeSet;
import dev.countersign.core.policy.RequestedAccess;
import dev.countersign.core.rejection.Rejection;
import dev.countersign.core.rejection.RequestRejection;
import dev.countersign.core.rejection.Ruling;
import dev.countersign.server.web.FormBody;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The reader of token requests: everything RFC 6749 §3.2 asks of their form, and nothing of what they ask for. */
final class TokenRequestParser {
    private static final String FORM = "application/x-www-form-urlencoded";
    /** RFC 8707 §2, RFC 8693 §2.1. */
    private static final Set<String> REPEATABLE = Set.of("resource", "audience");
    /** What must never stand in a URL, where logs and histories keep it (RFC 6749 §2.3.1). */
    private static final List<String> SECRET_PARAMETERS =
            List.of("client_id", "client_secret", "client_assertion", "client_assertion_type", "assertion");

    private TokenRequestParser() {}

    /** The request, or what is wrong with its form. */
    static Ruling<TokenRequest> parse(ReceivedRequest received) {
        Optional<String> problem = headerProblem(received);
        if (problem.isPresent()) {
            return malformed(problem.get());
        }
        return switch (FormBody.decode(received.query().getBytes(StandardCharsets.UTF_8))) {
            case FormBody.Decoding.Malformed(var what) -> malformed("the query of the URL: " + what);
            case FormBody.Decoding.Decoded(var query) ->
                switch (FormBody.decode(received.body())) {
                    case FormBody.Decoding.Malformed(var what) -> malformed(what);
                    case FormBody.Decoding.Decoded(var body) -> parse(received, query, body);
                };
        };
    }

    private static Optional<String> headerProblem(ReceivedRequest received) {
        if (received.contentTypes().size() != 1
                || !isForm(received.contentTypes().getFirst())) {
            return Optional.of("the Content-Type is not " + FORM + " in UTF-8");
        }
        if (!received.contentEncodings().isEmpty()) {
            return Optional.of("the body has a Content-Encoding");
        }
        if (received.authorizations().size() > 1) {
            return Optional.of("more than one Authorization header");
        }
        return Optional.empty();
    }

    /** The media type in any case; of its parameters only {@code charset}, and only UTF-8 (RFC 6749 appendix B). */
    private static boolean isForm(String contentType) {
        String[] parts = contentType.toLowerCase(Locale.ROOT).split(";", -1);
        if (!parts[0].strip().equals(FORM)) {
            return false;
        }
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].strip();
            if (parameter.startsWith("charset=") && !parameter.replace("\"", "").equals("charset=utf-8")) {
                return false;
            }
        }
        return true;
    }

    private static Ruling<TokenRequest> parse(ReceivedRequest received, FormBody query, FormBody body) {
        Optional<String> repeated = body.repeated(query, REPEATABLE);
        if (repeated.isPresent()) {
            return Ruling.refused(new RequestRejection.ParameterRepeated(repeated.get()));
        }
        if (SECRET_PARAMETERS.stream().anyMatch(query::has)) {
            return malformed("credentials or the assertion in the URL");
        }
        return switch (ClientCredentials.read(received.authorizations(), body)) {
            case Ruling.Refused(var rejection) -> Ruling.refused(rejection);
            case Ruling.Granted(var client) -> withGrant(client, body);
        };
    }

    private static Ruling<TokenRequest> withGrant(ClientAuthentication client, FormBody body) {
        return switch (grant(body)) {
            case Ruling.Refused(var rejection) -> Ruling.refused(rejection);
            case Ruling.Granted(var grant) -> withAccess(client, grant, body);
        };
    }

    private static Ruling<Grant> grant(FormBody body) {
        Optional<String> value = body.value("grant_type");
        if (value.isEmpty()) {
            return Ruling.refused(new RequestRejection.GrantTypeMissing());
        }
        Optional<GrantType> type = GrantType.of(value.get());
        if (type.isEmpty()) {
            return Ruling.refused(new RequestRejection.GrantTypeUnsupported(value.get()));
        }
        return switch (type.get()) {
            case CLIENT_CREDENTIALS -> Ruling.granted(new Grant.ClientCredentials());
            case JWT_BEARER ->
                body.value("assertion")
                        .map(assertion -> Ruling.<Grant>granted(new Grant.JwtBearer(assertion)))
                        .orElseGet(() -> Ruling.refused(new RequestRejection.AssertionMissing()));
        };
    }

    private static Ruling<TokenRequest> withAccess(ClientAuthentication client, Grant grant, FormBody body) {
        Optional<String> scope = body.value("scope");
        Optional<ScopeSet> scopes = scope.flatMap(ScopeSet::parse);
        if (scope.isPresent() && scopes.isEmpty()) {
            return Ruling.refused(new RequestRejection.ScopeMalformed());
        }
        var access = new RequestedAccess(scopes, body.values("resource"));
        return Ruling.granted(new TokenRequest(client, grant, access));
    }

    private static <T> Ruling<T> malformed(String problem) {
        Rejection rejection = new RequestRejection.Malformed(problem);
        return Ruling.refused(rejection);
    }
}
