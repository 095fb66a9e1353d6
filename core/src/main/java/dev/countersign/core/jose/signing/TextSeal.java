package dev.countersign.core.jose.signing;

import dev.countersign.core.jose.key.Base64Url;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import javax.crypto.AEADBadTagException;

/**
 * Encryption of short texts that leave the server and come back to it, such as in a cookie. The sealed text can be
 * neither read nor changed without the master key, and is opened for its purpose alone.
 */
public final class TextSeal {
    private final MasterKey key;
    private final byte[] purpose;

    TextSeal(MasterKey key, String purpose) {
        this.key = key;
        this.purpose = purpose.getBytes(StandardCharsets.UTF_8);
    }

    /** The sealed text in base64url; it is another one each time. */
    public String seal(String text) {
        return Base64Url.encode(key.encrypt(text.getBytes(StandardCharsets.UTF_8), purpose));
    }

    /** Reverses {@link #seal}; empty for everything that was not sealed under this key for this purpose. */
    public Optional<String> open(String sealed) {
        return Base64Url.decode(sealed).flatMap(this::decrypt);
    }

    private Optional<String> decrypt(byte[] sealed) {
        try {
            return Optional.of(new String(key.decrypt(sealed, purpose), StandardCharsets.UTF_8));
        } catch (AEADBadTagException foreign) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return "TextSeal[redacted]";
    }
}
