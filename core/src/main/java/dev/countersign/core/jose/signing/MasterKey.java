package dev.countersign.core.jose.signing;

import dev.countersign.core.jose.key.Octets;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** The 256-bit key with which private signing keys are encrypted for storage. */
public final class MasterKey {
    private static final int LENGTH = 32;
    private static final int NONCE_LENGTH = 12;
    private static final int TAG_BITS = 128;

    private final byte[] bytes;

    private MasterKey(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Generates a random key. */
    public static MasterKey generate() {
        return new MasterKey(Secrets.bytes(LENGTH));
    }

    /**
     * Reads a key written by {@link #toBase64}; surrounding white space is ignored.
     *
     * @throws IllegalArgumentException unless this is the base64 of 32 bytes; the message does not repeat the input
     */
    public static MasterKey ofBase64(String base64) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(base64.strip());
        } catch (IllegalArgumentException notBase64) {
            throw new IllegalArgumentException("The master key is not base64");
        }
        if (bytes.length != LENGTH) {
            throw new IllegalArgumentException("The master key has %s bytes, not %s".formatted(bytes.length, LENGTH));
        }
        return new MasterKey(bytes);
    }

    /** Returns the key for storage; with it every signing key can be read. */
    public String toBase64() {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /**
     * A hash with a key for another purpose, from which the master key cannot be computed; the same on every node and
     * after a restart.
     */
    public KeyedHash derive(String purpose) {
        return new KeyedHash(new KeyedHash(bytes).of(purpose.getBytes(StandardCharsets.UTF_8)));
    }

    /** Encryption of texts for another purpose, under a key that is derived from this one; the same on every node. */
    public TextSeal seal(String purpose) {
        return new TextSeal(new MasterKey(derive(purpose).of(new byte[] {1})), purpose);
    }

    /** Encrypts with AES-256-GCM under a random nonce, which precedes the result. */
    byte[] encrypt(byte[] plaintext, byte[] associated) {
        byte[] nonce = Secrets.bytes(NONCE_LENGTH);
        try {
            return Octets.concat(
                    nonce, cipher(Cipher.ENCRYPT_MODE, nonce, associated).doFinal(plaintext));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("AES-GCM does not work", impossible);
        }
    }

    /**
     * Reverses {@link #encrypt}.
     *
     * @throws AEADBadTagException when the key, the data or the associated data is different
     */
    byte[] decrypt(byte[] sealed, byte[] associated) throws AEADBadTagException {
        if (sealed.length < NONCE_LENGTH) {
            throw new AEADBadTagException("Too short");
        }
        byte[] nonce = Arrays.copyOf(sealed, NONCE_LENGTH);
        try {
            return cipher(Cipher.DECRYPT_MODE, nonce, associated)
                    .doFinal(sealed, NONCE_LENGTH, sealed.length - NONCE_LENGTH);
        } catch (AEADBadTagException wrongKey) {
            throw wrongKey;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("AES-GCM does not work", impossible);
        }
    }

    private Cipher cipher(int mode, byte[] nonce, byte[] associated) throws GeneralSecurityException {
        SecretKey key = new SecretKeySpec(bytes, "AES");
        var cipher = Cipher.getInstance("AES/GCM/NoPadding", "SunJCE");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(associated);
        return cipher;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MasterKey that && MessageDigest.isEqual(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "MasterKey[redacted]";
    }
}
