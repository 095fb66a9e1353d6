package dev.countersign.server.http.token;

import dev.countersign.core.jose.json.Parsed;
import dev.countersign.core.rejection.RequestRejection;
import dev.countersign.core.rejection.Ruling;
import dev.countersign.server.transport.ReceivedBody;
import dev.countersign.server.transport.RequestHeaders;
import dev.countersign.server.transport.ServerRequest;
import dev.countersign.server.transport.limit.TransportLimits;
import dev.countersign.server.web.ClientCertificates;
import dev.countersign.server.web.FormBody;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The reader of the form accepted by every OAuth endpoint, with the rules of RFC 6749 §3.2. */
final class OAuthForm {
    private static final String FORM = FormBody.MEDIA_TYPE;
    /** Parameters that must not be in a URL, where logs and histories would store them (RFC 6749 §2.3.1). */
    private static final List<String> SECRET_PARAMETERS = List.of(
            "client_id",
            "client_secret",
            "client_assertion",
            "client_assertion_type",
            "assertion",
            "token",
            "access_token",
            "refresh_token");

    /** All parameters known to any endpoint of this server (RFC 6749, 7009, 7521, 7662, 8693, 8707, 9396). */
    private static final Set<String> KNOWN = known();

    static final int LONGEST_BODY = TransportLimits.EAGER_BODY;

    private OAuthForm() {}

    private static Set<String> known() {
        var names = new HashSet<>(SECRET_PARAMETERS);
        names.addAll(List.of(
                "grant_type",
                "scope",
                "resource",
                "audience",
                "authorization_details",
                "token_type_hint",
                "subject_token",
                "subject_token_type",
                "actor_token",
                "actor_token_type",
                "requested_token_type"));
        return Collections.unmodifiableSet(names);
    }

    /** The request with its body, or a refusal because it is too large or arrived too slowly. */
    static Ruling<ReceivedRequest> received(ServerRequest request, ClientCertificates certificates) throws IOException {
        return switch (request.body(LONGEST_BODY)) {
            case ReceivedBody.Complete(var body) ->
                certificates.of(request).map(certificate -> {
                    RequestHeaders headers = request.headers();
                    return new ReceivedRequest(
                            headers.values("Content-Type"),
                            headers.values("Content-Encoding"),
                            headers.values("Authorization"),
                            headers.values("DPoP"),
                            certificate,
                            request.query(),
                            body);
                });
            case ReceivedBody.TooLarge() -> Ruling.refused(new RequestRejection.TooLarge(LONGEST_BODY));
            case ReceivedBody.TooSlow() ->
                Ruling.refused(new RequestRejection.Malformed("a body that did not arrive in time"));
        };
    }

    /**
     * The parameters of the body, or a refusal.
     *
     * @param repeatable the parameters that may occur more than once
     */
    static Ruling<FormBody> read(ReceivedRequest received, Set<String> repeatable) {
        Optional<String> problem = headerProblem(received);
        if (problem.isPresent()) {
            return malformed(problem.get());
        }
        return switch (query(received.query())) {
            case Parsed.Unreadable(var what) -> malformed("the query of the URL: " + what);
            case Parsed.Read(var query) ->
                switch (FormBody.decode(received.body())) {
                    case Parsed.Unreadable(var what) -> malformed(what);
                    case Parsed.Read(var body) -> read(query, body, repeatable);
                };
        };
    }

    private static Parsed<FormBody> query(String text) {
        return text.isEmpty()
                ? new Parsed.Read<>(FormBody.EMPTY)
                : FormBody.decode(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Optional<String> headerProblem(ReceivedRequest received) {
        List<String> types = received.contentTypes();
        if (types.size() != 1) {
            return Optional.of(
                    (types.isEmpty() ? "no Content-Type" : "more than one Content-Type") + "; it must be " + FORM);
        }
        if (!isForm(types.getFirst())) {
            return Optional.of("the Content-Type is not " + FORM);
        }
        Optional<String> charset = otherCharset(types.getFirst());
        if (charset.isPresent()) {
            return Optional.of("the charset of the Content-Type is " + charset.get()
                    + "; write charset=UTF-8, or leave it out (RFC 6749 appendix B)");
        }
        if (!received.contentEncodings().isEmpty()) {
            return Optional.of("the body has a Content-Encoding");
        }
        if (received.authorizations().size() > 1) {
            return Optional.of("more than one Authorization header");
        }
        return Optional.empty();
    }

    /** Compares the media type, ignoring case. */
    private static boolean isForm(String contentType) {
        return contentType.split(";", 2)[0].strip().equalsIgnoreCase(FORM);
    }

    /**
     * A {@code charset} other than UTF-8, the only parameter that is read (RFC 6749 appendix B); some clients write
     * UTF-8 without the hyphen.
     */
    private static Optional<String> otherCharset(String contentType) {
        return Arrays.stream(contentType.toLowerCase(Locale.ROOT).split(";", -1))
                .skip(1)
                .map(String::strip)
                .filter(parameter -> parameter.startsWith("charset="))
                .map(parameter -> parameter.substring("charset=".length()).replace("\"", ""))
                .filter(charset -> !charset.equals("utf-8") && !charset.equals("utf8"))
                .findFirst();
    }

    /**
     * Considers only known parameters of the query: RFC 6749 §3.2 requires unknown parameters to be ignored, and
     * clients add them.
     */
    private static Ruling<FormBody> read(FormBody all, FormBody body, Set<String> repeatable) {
        FormBody query = all.only(KNOWN);
        Optional<String> repeated = body.repeated(query, repeatable);
        if (repeated.isPresent()) {
            return Ruling.refused(new RequestRejection.ParameterRepeated(repeated.get()));
        }
        return SECRET_PARAMETERS.stream().anyMatch(query::has)
                ? malformed("credentials, a token or the assertion in the URL")
                : Ruling.granted(body);
    }

    private static Ruling<FormBody> malformed(String problem) {
        return Ruling.refused(new RequestRejection.Malformed(problem));
    }
}
