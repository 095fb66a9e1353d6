package dev.countersign.server.http;

import dev.countersign.core.client.AuthenticationMethod;
import dev.countersign.core.client.ClientAuthentication;
import dev.countersign.core.client.PresentedSecret;
import dev.countersign.core.oauth.ClientId;
import dev.countersign.server.web.FormBody;
import java.util.Base64;
import java.util.Optional;

/** The reader of client credentials in the {@code Authorization} header (RFC 6749 §2.3.1, RFC 7617 §2). */
final class BasicCredentials {
    /** Longer client ids are nobody's: they would only fill the memory of whoever counts failures. */
    static final int LONGEST_CLIENT_ID = 512;

    private BasicCredentials() {}

    /** The credentials of a header value. The client id and secret are form-encoded before they are Base64-encoded. */
    static ClientAuthentication read(String authorization) {
        int space = authorization.indexOf(' ');
        if (space < 0 || !authorization.substring(0, space).equalsIgnoreCase("Basic")) {
            return new ClientAuthentication.Unreadable();
        }
        byte[] pair;
        try {
            pair = Base64.getDecoder().decode(authorization.substring(space).strip());
        } catch (IllegalArgumentException notBase64) {
            return new ClientAuthentication.Unreadable();
        }
        for (int colon = 0; colon < pair.length; colon++) {
            if (pair[colon] == ':') {
                Optional<String> id = FormBody.decode(pair, 0, colon);
                Optional<String> secret = FormBody.decode(pair, colon + 1, pair.length);
                return id.isPresent() && secret.isPresent()
                        ? of(AuthenticationMethod.CLIENT_SECRET_BASIC, id.get(), secret.get())
                        : new ClientAuthentication.Unreadable();
            }
        }
        return new ClientAuthentication.Unreadable();
    }

    /** A client id and secret from wherever they stood, unless nobody can have such an id. */
    static ClientAuthentication of(AuthenticationMethod method, String id, String secret) {
        return isClientId(id)
                ? new ClientAuthentication.Secret(method, new ClientId(id), PresentedSecret.of(secret))
                : new ClientAuthentication.Unreadable();
    }

    private static boolean isClientId(String text) {
        return !text.isEmpty()
                && text.length() <= LONGEST_CLIENT_ID
                && text.chars().noneMatch(Character::isISOControl);
    }
}
