package dev.countersign.core.jose.jwk;

import dev.countersign.core.jose.key.Base64Url;
import dev.countersign.core.jose.key.EcCurve;
import dev.countersign.core.jose.key.EcParameters;
import dev.countersign.core.jose.key.Ed25519Parameters;
import dev.countersign.core.jose.key.PublicKeyParameters;
import dev.countersign.core.jose.key.RsaParameters;
import dev.countersign.core.jose.key.Unsigned;
import java.util.Map;
import java.util.Optional;

/** The reader of the public members of a JWK (RFC 7518 §6.2.1 and §6.3.1, RFC 8037 §2). */
final class PublicMembers {

    /** The numbers, or the invalid member. */
    sealed interface Reading {
        record Read(PublicKeyParameters parameters) implements Reading {}

        record Broken(String member, String reason) implements Reading {}
    }

    private PublicMembers() {}

    static Reading read(Map<String, Object> jwk) {
        return switch (jwk.get("kty") instanceof String kty ? kty : "") {
            case "RSA" -> rsa(jwk);
            case "EC" -> ec(jwk);
            case "OKP" -> okp(jwk);
            default -> new Reading.Broken("kty", "has a key type (kty) that is not supported");
        };
    }

    private static Reading rsa(Map<String, Object> jwk) {
        var modulus = octets(jwk, "n");
        if (modulus.isEmpty()) {
            return notBase64Url("n");
        }
        var exponent = octets(jwk, "e");
        if (exponent.isEmpty()) {
            return notBase64Url("e");
        }
        return new Reading.Read(new RsaParameters(Unsigned.decode(modulus.get()), Unsigned.decode(exponent.get())));
    }

    private static Reading ec(Map<String, Object> jwk) {
        var curve = jwk.get("crv") instanceof String crv ? EcCurve.of(crv) : Optional.<EcCurve>empty();
        if (curve.isEmpty()) {
            return new Reading.Broken("crv", "has a curve (crv) that is not supported");
        }
        int length = curve.get().coordinateLength();
        for (var member : new String[] {"x", "y"}) {
            if (octets(jwk, member).filter(octets -> octets.length == length).isEmpty()) {
                return wrongLength(member, length);
            }
        }
        return new Reading.Read(new EcParameters(
                curve.get(),
                Unsigned.decode(octets(jwk, "x").orElseThrow()),
                Unsigned.decode(octets(jwk, "y").orElseThrow())));
    }

    private static Reading okp(Map<String, Object> jwk) {
        if (!"Ed25519".equals(jwk.get("crv"))) {
            return new Reading.Broken("crv", "has a curve (crv) that is not supported");
        }
        return octets(jwk, "x")
                .filter(point -> point.length == Ed25519Parameters.LENGTH)
                .<Reading>map(point -> new Reading.Read(Ed25519Parameters.of(point)))
                .orElseGet(() -> wrongLength("x", Ed25519Parameters.LENGTH));
    }

    private static Optional<byte[]> octets(Map<String, Object> jwk, String member) {
        return jwk.get(member) instanceof String text ? Base64Url.decode(text) : Optional.empty();
    }

    private static Reading notBase64Url(String member) {
        return new Reading.Broken(member, "has no \"%s\" in base64url without padding".formatted(member));
    }

    private static Reading wrongLength(String member, int length) {
        return new Reading.Broken(
                member, "has no \"%s\" of %s octets in base64url without padding".formatted(member, length));
    }
}
