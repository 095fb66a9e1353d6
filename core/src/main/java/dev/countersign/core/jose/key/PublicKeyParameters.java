package dev.countersign.core.jose.key;

import dev.countersign.core.jose.json.JsonText;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.KeySpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The numbers of a public key, independent of any provider. */
public sealed interface PublicKeyParameters permits RsaParameters, EcParameters, Ed25519Parameters {

    /** A weakness of the numbers, as a clause such as "has only 1024 bits"; empty for a valid key. */
    Optional<String> weakness();

    /** The algorithms a key of this kind can verify. */
    Set<Algorithm> algorithms();

    /** Kind and size for people, such as "RSA 2048 bits". */
    String description();

    /** {@code kty} and the public members of the JWK, exactly those that identify the key (RFC 7638 §3.2). */
    Map<String, Object> members();

    /** The name of its kind for {@link java.security.KeyFactory}. */
    String keyAlgorithm();

    /** The key in the form accepted by the {@link java.security.KeyFactory} of its kind. */
    KeySpec spec();

    /** The thumbprint of RFC 7638 §3 with SHA-256, in base64url. */
    default String thumbprint() {
        var lexicographic = new TreeMap<>(members());
        return Base64Url.encode(Sha256.of(JsonText.write(lexicographic)).bytes());
    }

    /** Extracts the numbers from a key of the JDK; empty when it is of a kind that cannot sign tokens. */
    static Optional<PublicKeyParameters> of(PublicKey key) {
        return switch (key) {
            case RSAPublicKey rsa
            when rsa.getAlgorithm().equals("RSA") ->
                Optional.of(new RsaParameters(rsa.getModulus(), rsa.getPublicExponent()));
            // A certificate may restrict its key to RSASSA-PSS (id-RSASSA-PSS, RFC 4055 §1.2).
            case RSAPublicKey pss
            when pss.getAlgorithm().equals("RSASSA-PSS") ->
                Optional.of(RsaParameters.restrictedToPss(
                        pss.getModulus(),
                        pss.getPublicExponent(),
                        Optional.ofNullable(pss.getParams())
                                .filter(PSSParameterSpec.class::isInstance)
                                .map(PSSParameterSpec.class::cast)));
            case ECPublicKey ec ->
                EcCurve.of(ec.getParams())
                        .map(curve -> new EcParameters(
                                curve, ec.getW().getAffineX(), ec.getW().getAffineY()));
            case EdECPublicKey ed
            when ed.getParams().getName().equals("Ed25519") -> {
                byte[] encoded = ed.getEncoded();
                yield Optional.of(Ed25519Parameters.of(
                        Arrays.copyOfRange(encoded, encoded.length - Ed25519Parameters.LENGTH, encoded.length)));
            }
            default -> Optional.empty();
        };
    }

    /** The public key of one of the server's private keys. */
    static PublicKeyParameters belongingTo(PrivateKey key, byte[] pkcs8) {
        return switch (key) {
            case RSAPrivateCrtKey rsa -> new RsaParameters(rsa.getModulus(), rsa.getPublicExponent());
            case ECPrivateKey ec ->
                EcParameters.belongingTo(EcCurve.of(ec.getParams()).orElseThrow(), ec.getS(), pkcs8);
            default -> Ed25519Parameters.belongingTo(pkcs8);
        };
    }
}
