package dev.countersign.core.jose.key;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.util.Arrays;
import java.util.Optional;

/** A NIST curve for ECDSA (RFC 7518 §6.2.1.1). */
@SuppressWarnings("ImmutableEnumChecker") // the JDK's parameters are immutable, and the octets are never returned
public enum EcCurve {
    P_256("P-256", "secp256r1", "SHA256withECDSAinP1363Format", 32),
    P_384("P-384", "secp384r1", "SHA384withECDSAinP1363Format", 48),
    P_521("P-521", "secp521r1", "SHA512withECDSAinP1363Format", 66);

    private final String value;
    private final String jcaName;
    private final String jcaSignature;
    private final int coordinateLength;
    private final ECParameterSpec parameters;

    /** The order n of the group, in as many octets as a coordinate. */
    private final byte[] order;

    EcCurve(String value, String jcaName, String jcaSignature, int coordinateLength) {
        this.value = value;
        this.jcaName = jcaName;
        this.jcaSignature = jcaSignature;
        this.coordinateLength = coordinateLength;
        this.parameters = parameters(jcaName);
        this.order = Unsigned.octets(parameters.getOrder(), coordinateLength);
    }

    private static ECParameterSpec parameters(String jcaName) {
        try {
            var named = AlgorithmParameters.getInstance("EC", "SunEC");
            named.init(new ECGenParameterSpec(jcaName));
            return named.getParameterSpec(ECParameterSpec.class);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("The JDK does not know the curve " + jcaName, impossible);
        }
    }

    public static Optional<EcCurve> of(String crv) {
        return Arrays.stream(values()).filter(curve -> curve.value.equals(crv)).findFirst();
    }

    static Optional<EcCurve> of(ECParameterSpec parameters) {
        return Arrays.stream(values())
                .filter(curve -> curve.parameters.getCurve().equals(parameters.getCurve())
                        && curve.parameters.getGenerator().equals(parameters.getGenerator())
                        && curve.parameters.getOrder().equals(parameters.getOrder())
                        && curve.parameters.getCofactor() == parameters.getCofactor())
                .findFirst();
    }

    /** The {@code crv} of a JWK. */
    String value() {
        return value;
    }

    public String jcaName() {
        return jcaName;
    }

    String jcaSignature() {
        return jcaSignature;
    }

    public ECParameterSpec parameters() {
        return parameters;
    }

    /** Octets in a coordinate (RFC 7518 §6.2.1.2), and in each half of a signature (RFC 7518 §3.4). */
    public int coordinateLength() {
        return coordinateLength;
    }

    /** Whether the octets from {@code start} are a number in [1, n−1], written in as many octets as a coordinate. */
    public boolean isScalar(byte[] octets, int start) {
        int end = start + order.length;
        boolean zero = true;
        for (int i = start; i < end; i++) {
            zero &= octets[i] == 0;
        }
        return !zero && Arrays.compareUnsigned(octets, start, end, order, 0, order.length) < 0;
    }

    /** Whether the point satisfies the curve's equation: y² = x³ + ax + b, with both coordinates below the prime. */
    boolean contains(BigInteger x, BigInteger y) {
        var curve = parameters.getCurve();
        var prime = ((ECFieldFp) curve.getField()).getP();
        if (x.signum() < 0 || y.signum() < 0 || x.compareTo(prime) >= 0 || y.compareTo(prime) >= 0) {
            return false;
        }
        var right = x.multiply(x).add(curve.getA()).multiply(x).add(curve.getB());
        return y.multiply(y).subtract(right).mod(prime).signum() == 0;
    }
}
