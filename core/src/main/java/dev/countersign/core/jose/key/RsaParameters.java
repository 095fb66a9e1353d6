package dev.countersign.core.jose.key;

import dev.countersign.core.oauth.UnmodifiableCopies;
import java.math.BigInteger;
import java.security.spec.KeySpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Modulus and exponent of an RSA key.
 *
 * @param algorithms the algorithms it may verify: all of RSA, unless its certificate restricts it (RFC 4055 §1.2)
 */
public record RsaParameters(BigInteger modulus, BigInteger exponent, Set<Algorithm> algorithms)
        implements PublicKeyParameters {
    private static final Set<Algorithm> PSS = EnumSet.range(Algorithm.PS256, Algorithm.PS512);

    private static final int MIN_BITS = 2048;

    // Larger keys only cost the server time: a signature check grows with the square of the length.
    private static final int MAX_BITS = 8192;
    private static final BigInteger MIN_EXPONENT = BigInteger.valueOf(65537);

    // Limited for the same reason; no exponent in use is longer.
    private static final int MAX_EXPONENT_BITS = 33;

    public RsaParameters {
        algorithms = UnmodifiableCopies.of(algorithms);
    }

    /** A key for every algorithm of RSA. */
    public RsaParameters(BigInteger modulus, BigInteger exponent) {
        this(modulus, exponent, EnumSet.range(Algorithm.RS256, Algorithm.PS512));
    }

    /**
     * A key that its certificate restricts to RSASSA-PSS (RFC 4055 §3.1). Parameters, if present, restrict it further:
     * to their hash, for the message and for MGF1, and to salts at least as long as theirs.
     */
    public static RsaParameters restrictedToPss(
            BigInteger modulus, BigInteger exponent, Optional<PSSParameterSpec> parameters) {
        Set<Algorithm> allowed = EnumSet.noneOf(Algorithm.class);
        PSS.stream()
                .filter(algorithm -> parameters.isEmpty() || allows(parameters.get(), algorithm))
                .forEach(allowed::add);
        return new RsaParameters(modulus, exponent, allowed);
    }

    private static boolean allows(PSSParameterSpec certificate, Algorithm algorithm) {
        return algorithm.scheme() instanceof SignatureScheme.RsaPss(PSSParameterSpec signature)
                && isSameHash(certificate.getDigestAlgorithm(), signature.getDigestAlgorithm())
                && certificate.getMGFAlgorithm().equals("MGF1")
                && certificate.getMGFParameters() instanceof MGF1ParameterSpec mask
                && isSameHash(mask.getDigestAlgorithm(), signature.getDigestAlgorithm())
                && certificate.getSaltLength() <= signature.getSaltLength()
                && certificate.getTrailerField() == PSSParameterSpec.TRAILER_FIELD_BC;
    }

    private static boolean isSameHash(String one, String other) {
        return one.replace("-", "").equalsIgnoreCase(other.replace("-", ""));
    }

    /** Refuses keys forbidden by RFC 7518 §3.3 and §3.5 (short keys) and those that no regular generator creates. */
    @Override
    public Optional<String> weakness() {
        int bits = modulus.bitLength();
        if (modulus.signum() <= 0 || bits < MIN_BITS) {
            return Optional.of("has only %s bits, fewer than %s".formatted(bits, MIN_BITS));
        }
        if (bits > MAX_BITS) {
            return Optional.of("has %s bits, more than %s".formatted(bits, MAX_BITS));
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
            return Optional.of("has an exponent of more than %s bits".formatted(MAX_EXPONENT_BITS));
        }
        return algorithms.isEmpty()
                ? Optional.of("is restricted to parameters of RSASSA-PSS that no algorithm has (RFC 7518 §3.5)")
                : Optional.empty();
    }

    @Override
    public String description() {
        return "RSA " + modulus.bitLength() + (PSS.containsAll(algorithms) ? " bits, for RSASSA-PSS" : " bits");
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
    public int signatureLength() {
        return (modulus.bitLength() + 7) / 8;
    }
}
