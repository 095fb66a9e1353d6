package dev.countersign.server.http.token;

import dev.countersign.core.client.AuthenticationMethod;
import dev.countersign.core.client.ClientAuthentication;
import dev.countersign.core.client.PresentedSecret;
import dev.countersign.core.jose.certificate.ClientCertificate;
import dev.countersign.core.oauth.ClientId;
import dev.countersign.server.web.FormBody;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** The reader of client credentials in the {@code Authorization} header (RFC 6749 §2.3.1, RFC 7617 §2). */
final class BasicCredentials {
    /**
     * Longest client id that is looked up. A longer one is never registered and would only use memory of the failure
     * counters.
     */
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
        Optional<String> id = FormBody.decode(pair, 0, colon).filter(BasicCredentials::isClientId);
        Optional<String> secret = FormBody.decode(pair, colon + 1, pair.length);
        if (id.isEmpty()) {
            return new ClientAuthentication.Unreadable();
        }
        var known = new ClientId(id.get());
        OptionalInt control = secret.map(BasicCredentials::control).orElseGet(() -> control(pair, colon + 1));
        if (control.isPresent()) {
            return new ClientAuthentication.Unreadable(Optional.of(known), control);
        }
        String sent = new String(pair, colon + 1, pair.length - colon - 1, StandardCharsets.UTF_8);
        return new ClientAuthentication.Secret(
                AuthenticationMethod.CLIENT_SECRET_BASIC, known, PresentedSecret.decoded(secret, sent));
    }

    /** The first unencoded control character in the octets. */
    private static OptionalInt control(byte[] pair, int start) {
        return IntStream.range(start, pair.length)
                .map(index -> pair[index])
                .filter(octet -> octet >= 0 && Character.isISOControl(octet))
                .findFirst();
    }

    private static OptionalInt control(String secret) {
        return secret.chars().filter(Character::isISOControl).findFirst();
    }

    /** The client id alone, unauthenticated. */
    static Optional<ClientId> named(String authorization) {
        byte[] pair = pair(authorization);
        int colon = colon(pair);
        return colon < 0
                ? Optional.empty()
                : FormBody.decode(pair, 0, colon)
                        .filter(BasicCredentials::isClientId)
                        .map(ClientId::new);
    }

    /** The decoded Base64; empty for another scheme or malformed input. */
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

    /** Returns the presented client id and secret, unless no client can have such an id or such a secret. */
    static ClientAuthentication of(AuthenticationMethod method, String id, String secret) {
        if (!isClientId(id)) {
            return new ClientAuthentication.Unreadable();
        }
        var clientId = new ClientId(id);
        OptionalInt control = control(secret);
        return control.isPresent()
                ? new ClientAuthentication.Unreadable(Optional.of(clientId), control)
                : new ClientAuthentication.Secret(method, clientId, PresentedSecret.of(secret));
    }

    /** Returns a client id alone, unless no client can have it. */
    static ClientAuthentication named(String id, Optional<ClientCertificate> certificate) {
        return isClientId(id)
                ? new ClientAuthentication.Named(new ClientId(id), certificate)
                : new ClientAuthentication.Missing();
    }

    private static boolean isClientId(String text) {
        return !text.isEmpty()
                && text.length() <= LONGEST_CLIENT_ID
                && text.chars().noneMatch(Character::isISOControl);
    }
}
