package dev.countersign.core.jose.key;

import java.io.IOException;
import java.math.BigInteger;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.KeySpec;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x9.ECNamedCurveTable;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;

/** Curve and point of an elliptic-curve key. */
public record EcParameters(EcCurve curve, BigInteger x, BigInteger y) implements PublicKeyParameters {
    private static final byte UNCOMPRESSED = 4;

    /** The public key of a private one; most providers include it in the encoding. */
    static EcParameters belongingTo(EcCurve curve, BigInteger privateNumber, byte[] pkcs8) {
        try {
            var encoded = PrivateKeyInfo.getInstance(pkcs8).parsePrivateKey();
            var point = ECPrivateKey.getInstance(encoded).getPublicKey();
            return point == null || !isUncompressed(curve, point.getOctets())
                    ? computed(curve, privateNumber)
                    : uncompressed(curve, point.getOctets());
        } catch (IOException unreadable) {
            throw new IllegalArgumentException("not an EC key in PKCS #8", unreadable);
        }
    }

    /** Whether both coordinates follow the octet that announces them (SEC 1 §2.3.3). */
    private static boolean isUncompressed(EcCurve curve, byte[] point) {
        return point.length == 1 + 2 * curve.coordinateLength() && point[0] == UNCOMPRESSED;
    }

    private static EcParameters uncompressed(EcCurve curve, byte[] point) {
        int length = curve.coordinateLength();
        return new EcParameters(
                curve, new BigInteger(1, point, 1, length), new BigInteger(1, point, 1 + length, length));
    }

    /** The generator times the number. */
    private static EcParameters computed(EcCurve curve, BigInteger privateNumber) {
        var generator = ECNamedCurveTable.getByName(curve.jcaName()).getG();
        var point = new FixedPointCombMultiplier()
                .multiply(generator, privateNumber)
                .normalize();
        return new EcParameters(
                curve,
                point.getAffineXCoord().toBigInteger(),
                point.getAffineYCoord().toBigInteger());
    }

    /** A point off the curve would let an attacker choose a weaker group (RFC 8725 §3.4). */
    @Override
    public Optional<String> weakness() {
        return curve.contains(x, y) ? Optional.empty() : Optional.of("has a point that is not on " + curve.value());
    }

    /** The curve determines the algorithm (RFC 7518 §3.4). */
    @Override
    public Set<Algorithm> algorithms() {
        return switch (curve) {
            case P_256 -> Set.of(Algorithm.ES256);
            case P_384 -> Set.of(Algorithm.ES384);
            case P_521 -> Set.of(Algorithm.ES512);
        };
    }

    @Override
    public String description() {
        return "EC " + curve.value();
    }

    @Override
    public Map<String, Object> members() {
        var members = new LinkedHashMap<String, Object>();
        members.put("kty", "EC");
        members.put("crv", curve.value());
        members.put("x", Unsigned.encode(x, curve.coordinateLength()));
        members.put("y", Unsigned.encode(y, curve.coordinateLength()));
        return members;
    }

    @Override
    public String keyAlgorithm() {
        return "EC";
    }

    @Override
    public KeySpec spec() {
        return new ECPublicKeySpec(new ECPoint(x, y), curve.parameters());
    }
}
