package dev.countersign.core.jose.key;

import java.security.spec.MGF1ParameterSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A signature algorithm that Countersign accepts (RFC 7518 §3.1, RFC 8037 §3.1).
 *
 * <p>{@code none} and the HMAC algorithms are excluded on purpose: with them, a public key would be enough to sign.
 */
@SuppressWarnings("ImmutableEnumChecker") // the parameters of a scheme are immutable, but the JDK does not declare it
public enum Algorithm {
    RS256("RS256", new SignatureScheme.RsaPkcs1("SHA256withRSA", "SHA-256", "3031300d060960864801650304020105000420")),
    RS384("RS384", new SignatureScheme.RsaPkcs1("SHA384withRSA", "SHA-384", "3041300d060960864801650304020205000430")),
    RS512("RS512", new SignatureScheme.RsaPkcs1("SHA512withRSA", "SHA-512", "3051300d060960864801650304020305000440")),
    PS256("PS256", SignatureScheme.RsaPss.with("SHA-256", MGF1ParameterSpec.SHA256, 32)),
    PS384("PS384", SignatureScheme.RsaPss.with("SHA-384", MGF1ParameterSpec.SHA384, 48)),
    PS512("PS512", SignatureScheme.RsaPss.with("SHA-512", MGF1ParameterSpec.SHA512, 64)),
    ES256("ES256", new SignatureScheme.Ecdsa(EcCurve.P_256)),
    ES384("ES384", new SignatureScheme.Ecdsa(EcCurve.P_384)),
    ES512("ES512", new SignatureScheme.Ecdsa(EcCurve.P_521)),
    EDDSA("EdDSA", new SignatureScheme.Ed25519());

    /** The name in RFC 9864 §2.2 for EdDSA of RFC 8037 with its curve. */
    private static final String FULLY_SPECIFIED_EDDSA = "Ed25519";

    private static final Map<String, Algorithm> BY_VALUE =
            Arrays.stream(values()).collect(Collectors.toMap(Algorithm::value, Function.identity()));

    private static final List<String> NAMES = Stream.concat(
                    Arrays.stream(values()).map(Algorithm::value), Stream.of(FULLY_SPECIFIED_EDDSA))
            .toList();

    private final String value;
    private final SignatureScheme scheme;

    Algorithm(String value, SignatureScheme scheme) {
        this.value = value;
        this.scheme = scheme;
    }

    /** Finds the algorithm by its {@code alg} value, which is case-sensitive (RFC 7515 §4.1.1). */
    public static Optional<Algorithm> of(String alg) {
        return alg.equals(FULLY_SPECIFIED_EDDSA) ? Optional.of(EDDSA) : Optional.ofNullable(BY_VALUE.get(alg));
    }

    /** All values of {@code alg} that are accepted, as published in metadata. */
    public static List<String> names() {
        return NAMES;
    }

    /** The {@code alg} value. */
    public String value() {
        return value;
    }

    public SignatureScheme scheme() {
        return scheme;
    }

    @Override
    public String toString() {
        return value;
    }
}
