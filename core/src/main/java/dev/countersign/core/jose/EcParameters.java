package dev.countersign.core.jose;

import java.math.BigInteger;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.KeySpec;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.x9.ECNamedCurveTable;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;

/** Curve and point of an elliptic-curve key. */
record EcParameters(EcCurve curve, BigInteger x, BigInteger y) implements PublicKeyParameters {

    /** The public key that belongs to a private one: the generator times the number. */
    static EcParameters belongingTo(EcCurve curve, BigInteger privateNumber) {
        var generator = ECNamedCurveTable.getByName(curve.jcaName()).getG();
        var point = new FixedPointCombMultiplier()
                .multiply(generator, privateNumber)
                .normalize();
        return new EcParameters(
                curve,
                point.getAffineXCoord().toBigInteger(),
                point.getAffineYCoord().toBigInteger());
    }

    /** A point off the curve would let its maker choose a weaker group (RFC 8725 §3.4). */
    @Override
    public Optional<String> weakness() {
        return curve.contains(x, y) ? Optional.empty() : Optional.of("has a point that is not on " + curve.value());
    }

    /** Curve and algorithm belong together (RFC 7518 §3.4). */
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
