package dev.countersign.server.web;

import dev.countersign.core.jose.certificate.ClientCertificate;
import dev.countersign.core.oauth.ServerIdentity;
import dev.countersign.core.token.PresentedToken;
import dev.countersign.core.token.PresentedToken.Scheme;
import dev.countersign.server.transport.ServerRequest;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** An {@code Authorization} header field with an access token. Its string form is redacted. */
record AuthorizationField(Scheme scheme, String token) {

    /**
     * The scheme and the token; the name of the scheme is case-insensitive (RFC 9110 §11.1).
     *
     * @return empty for other credentials
     */
    static Optional<AuthorizationField> read(String value) {
        int space = value.indexOf(' ');
        if (space < 0) {
            return Optional.empty();
        }
        String name = value.substring(0, space);
        String token = value.substring(space + 1).strip();
        if (name.equalsIgnoreCase("Bearer")) {
            return Optional.of(new AuthorizationField(Scheme.BEARER, token));
        }
        return name.equalsIgnoreCase("DPoP")
                ? Optional.of(new AuthorizationField(Scheme.DPOP, token))
                : Optional.empty();
    }

    PresentedToken presented(ServerRequest request, Optional<ClientCertificate> certificate, ServerIdentity self) {
        return new PresentedToken(
                scheme,
                token,
                request.headers().values("DPoP"),
                request.method(),
                self.bases().stream()
                        .flatMap(base -> published(request.path(), base).stream())
                        .toList(),
                certificate);
    }

    /** The URLs of the path as clients see them: a proxy may forward the path of the issuer identifier or remove it. */
    private static List<String> published(String path, String base) {
        String ownPath = URI.create(base).getRawPath();
        return ownPath.isEmpty() || !path.startsWith(ownPath + "/")
                ? List.of(base + path)
                : List.of(base.substring(0, base.length() - ownPath.length()) + path, base + path);
    }

    @Override
    public String toString() {
        return "AuthorizationField[redacted]";
    }
}
