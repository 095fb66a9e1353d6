package dev.countersign.server.http;

import dev.countersign.core.client.AuthenticationMethod;
import dev.countersign.core.client.ClientAuthentication;
import dev.countersign.core.client.PresentedSecret;
import dev.countersign.core.oauth.ClientId;
import dev.countersign.server.web.FormBody;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** The reader of client credentials in the {@code Authorization} header (RFC 6749 §2.3.1, RFC 7617 §2). */
final class BasicCredentials {
    /** Longer client ids are nobody's: they would only fill the memory of whoever counts failures. */
    static final int LONGEST_CLIENT_ID = 512;

    private static final byte[] NOTHING = {};

    private BasicCredentials() {}

    /** The credentials of a header value. The client id and secret are form-encoded before they are Base64-encoded. */
    static ClientAuthentication read(String authorization) {
        byte[] pair = pair(authorization);
        int colon = colon(pair);
        if (colon < 0) {
            return new ClientAuthentication.Unreadable();
        }
        Optional<String> id = FormBody.decode(pair, 0, colon);
        Optional<String> secret = FormBody.decode(pair, colon + 1, pair.length);
        String sent = new String(pair, colon + 1, pair.length - colon - 1, StandardCharsets.UTF_8);
        return id.filter(BasicCredentials::isClientId)
                .<ClientAuthentication>map(known -> new ClientAuthentication.Secret(
                        AuthenticationMethod.CLIENT_SECRET_BASIC,
                        new ClientId(known),
                        PresentedSecret.decoded(secret, sent)))
                .orElseGet(ClientAuthentication.Unreadable::new);
    }

    /** The client id alone, for those who do not ask whether it is true. */
    static Optional<ClientId> named(String authorization) {
        byte[] pair = pair(authorization);
        int colon = colon(pair);
        return colon < 0
                ? Optional.empty()
                : FormBody.decode(pair, 0, colon)
                        .filter(BasicCredentials::isClientId)
                        .map(ClientId::new);
    }

    /** What was Base64-encoded; nothing when this is another scheme, or broken. */
    private static byte[] pair(String authorization) {
        int space = authorization.indexOf(' ');
        if (space < 0 || !authorization.substring(0, space).equalsIgnoreCase("Basic")) {
            return NOTHING;
        }
        try {
            return Base64.getDecoder().decode(authorization.substring(space).strip());
        } catch (IllegalArgumentException notBase64) {
            return NOTHING;
        }
    }

    private static int colon(byte[] pair) {
        for (int i = 0; i < pair.length; i++) {
            if (pair[i] == ':') {
                return i;
            }
        }
        return -1;
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
