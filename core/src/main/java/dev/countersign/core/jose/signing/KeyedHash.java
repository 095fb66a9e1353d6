package dev.countersign.core.jose.signing;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HMAC-SHA256 with a secret key (RFC 2104). Its string form is redacted. */
public final class KeyedHash {
    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;

    KeyedHash(byte[] key) {
        this.key = new SecretKeySpec(key, ALGORITHM);
    }

    /** The hash under a secret that both sides have as text. */
    public static KeyedHash of(String secret) {
        return new KeyedHash(secret.getBytes(StandardCharsets.UTF_8));
    }

    /** The code of the data; 32 bytes. */
    public byte[] of(byte[] data) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(data);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("HMAC does not work", impossible);
        }
    }

    @Override
    public String toString() {
        return "KeyedHash[redacted]";
    }
}
