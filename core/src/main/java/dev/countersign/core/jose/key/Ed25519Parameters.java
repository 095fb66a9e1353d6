package dev.countersign.core.jose.key;

import java.security.spec.KeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * The point of an Ed25519 key.
 *
 * @param x the 32 octets of the point in base64url, as in the JWK (RFC 8037 §2)
 */
public record Ed25519Parameters(String x) implements PublicKeyParameters {
    /** Octets in an encoded point. */
    public static final int LENGTH = 32;

    /** SubjectPublicKeyInfo up to the point (RFC 8410 §4). */
    private static final byte[] X509_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

    /** PKCS#8 up to the seed (RFC 8410 §7). */
    private static final byte[] PKCS8_PREFIX = HexFormat.of().parseHex("302e020100300506032b657004220420");

    public static Ed25519Parameters of(byte[] point) {
        return new Ed25519Parameters(Base64Url.encode(point));
    }

    /** The public key of the private key that {@link #pkcs8} wrote. */
    static Ed25519Parameters belongingTo(byte[] pkcs8) {
        byte[] point = new byte[LENGTH];
        Ed25519.generatePublicKey(pkcs8, PKCS8_PREFIX.length, point, 0);
        return of(point);
    }

    /** Encodes a private key, which is a seed of 32 random octets (RFC 8032 §5.1.5). */
    public static byte[] pkcs8(byte[] seed) {
        return Octets.concat(PKCS8_PREFIX, seed);
    }

    /** With a point of small order, one signature would be valid for many messages. */
    @Override
    public Optional<String> weakness() {
        return Ed25519.validatePublicKeyFull(point(), 0)
                ? Optional.empty()
                : Optional.of("has a point that is not on Ed25519 or of small order");
    }

    @Override
    public Set<Algorithm> algorithms() {
        return Set.of(Algorithm.EDDSA);
    }

    @Override
    public String description() {
        return "Ed25519";
    }

    @Override
    public Map<String, Object> members() {
        var members = new LinkedHashMap<String, Object>();
        members.put("kty", "OKP");
        members.put("crv", "Ed25519");
        members.put("x", x);
        return members;
    }

    @Override
    public String keyAlgorithm() {
        return "Ed25519";
    }

    @Override
    public KeySpec spec() {
        return new X509EncodedKeySpec(Octets.concat(X509_PREFIX, point()));
    }

    private byte[] point() {
        return Base64Url.decode(x).orElseThrow();
    }
}
