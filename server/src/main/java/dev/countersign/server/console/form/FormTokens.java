package dev.countersign.server.console.form;

import dev.countersign.core.jose.key.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/**
 * The tokens that prove that a form comes from a page of the console and from the same visitor. A token is a hash of
 * the visitor's cookie, which no other site can read or set; nothing has to be stored.
 */
public final class FormTokens {
    /** The hidden field of every form. */
    static final String FIELD = "form_token";
    /** The header in which htmx sends the token. */
    public static final String HEADER = "X-Form-Token";

    private static final String PURPOSE = "countersign console form\n";
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int BYTES = 16;

    private FormTokens() {}

    /** Generates a cookie value for a visitor without one. */
    public static String newGuest() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** The token for a visitor with this cookie. */
    public static String of(String cookie) {
        return Sha256.ofUtf8(PURPOSE + cookie).hex();
    }

    /** Whether a form contains the visitor's token; compared in constant time. */
    public static boolean isGood(String expected, Form form, Optional<String> header) {
        return form.all(FIELD).size() <= 1
                && form.text(FIELD)
                        .or(() -> header)
                        .filter(given -> MessageDigest.isEqual(
                                given.getBytes(StandardCharsets.UTF_8), expected.getBytes(StandardCharsets.UTF_8)))
                        .isPresent();
    }
}
