package dev.countersign.core.jose.key;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;

/** A SHA-256 hash: 32 bytes, compared in constant time. */
public final class Sha256 {
    /** Bytes in a hash. */
    public static final int LENGTH = 32;

    private final byte[] bytes;

    private Sha256(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Hashes the data. */
    public static Sha256 of(byte[] data) {
        return new Sha256(CryptoProvider.sha256().digest(data));
    }

    /** Hashes the text in UTF-8. */
    public static Sha256 ofUtf8(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Wraps a hash that was computed before.
     *
     * @throws IllegalArgumentException unless there are exactly 32 bytes
     */
    public static Sha256 fromBytes(byte[] hash) {
        if (hash.length != LENGTH) {
            throw new IllegalArgumentException("A SHA-256 hash has 32 bytes, not " + hash.length);
        }
        return new Sha256(hash.clone());
    }

    /**
     * Reads a hash in hexadecimal, as returned by {@link #hex}.
     *
     * @throws IllegalArgumentException unless these are 64 hexadecimal digits
     */
    public static Sha256 fromHex(String hex) {
        return fromBytes(HexFormat.of().parseHex(hex));
    }

    /** The hash; a copy. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** The hash in 64 lower-case hexadecimal digits. */
    public String hex() {
        return HexFormat.of().formatHex(bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Sha256 that && MessageDigest.isEqual(bytes, that.bytes);
    }

    /** The first four bytes: a hash is distributed evenly. */
    @Override
    public int hashCode() {
        return ByteBuffer.wrap(bytes).getInt();
    }

    @Override
    public String toString() {
        return hex();
    }
}
