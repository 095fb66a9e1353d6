package dev.countersign.core.jose;

import java.math.BigInteger;
import java.security.spec.KeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Modulus and exponent of an RSA key. */
record RsaParameters(BigInteger modulus, BigInteger exponent) implements PublicKeyParameters {
    private static final int MIN_BITS = 2048;

    // Larger keys only cost time, and the time is ours: a signature check grows with the square of the length.
    private static final int MAX_BITS = 8192;
    private static final BigInteger MIN_EXPONENT = BigInteger.valueOf(65537);

    // For the same reason; no exponent in use is longer.
    private static final int MAX_EXPONENT_BITS = 33;

    /** Refuses what RFC 7518 §3.3 and §3.5 forbid (short keys) and what no honest generator makes. */
    @Override
    public Optional<String> weakness() {
        int bits = modulus.bitLength();
        if (modulus.signum() <= 0 || bits < MIN_BITS) {
            return Optional.of("has only %d bits, fewer than %d".formatted(bits, MIN_BITS));
        }
        if (bits > MAX_BITS) {
            return Optional.of("has %d bits, more than %d".formatted(bits, MAX_BITS));
        }
        if (!modulus.testBit(0)) {
            return Optional.of("has an even modulus");
        }
        if (exponent.compareTo(MIN_EXPONENT) < 0) {
            return Optional.of("has an exponent below 65537");
        }
        if (!exponent.testBit(0)) {
            return Optional.of("has an even exponent");
        }
        if (exponent.bitLength() > MAX_EXPONENT_BITS) {
            return Optional.of("has an exponent of more than %d bits".formatted(MAX_EXPONENT_BITS));
        }
        return Optional.empty();
    }

    @Override
    public Set<Algorithm> algorithms() {
        return EnumSet.range(Algorithm.RS256, Algorithm.PS512);
    }

    @Override
    public String description() {
        return "RSA %d bits".formatted(modulus.bitLength());
    }

    @Override
    public Map<String, Object> members() {
        var members = new LinkedHashMap<String, Object>();
        members.put("kty", "RSA");
        members.put("n", Unsigned.encode(modulus));
        members.put("e", Unsigned.encode(exponent));
        return members;
    }

    @Override
    public String keyAlgorithm() {
        return "RSA";
    }

    @Override
    public KeySpec spec() {
        return new RSAPublicKeySpec(modulus, exponent);
    }

    /** Octets in a signature: as many as in the modulus (RFC 8017 §8.1.2 and §8.2.2). */
    int signatureLength() {
        return (modulus.bitLength() + 7) / 8;
    }
}
