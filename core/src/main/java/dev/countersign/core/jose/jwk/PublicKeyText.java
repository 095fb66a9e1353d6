package dev.countersign.core.jose.jwk;

import dev.countersign.core.jose.key.PublicKeyParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reader of a public key without a certificate: SubjectPublicKeyInfo (RFC 5280 §4.1.2.7) in PEM or Base64. */
public final class PublicKeyText {
    private static final List<String> KINDS = List.of("RSA", "EC", "Ed25519");

    private PublicKeyText() {}

    /** The members of its JWK; empty when the text is no public key of a supported kind. */
    public static Optional<Map<String, Object>> jwk(String text) {
        byte[] der = der(text);
        for (String kind : KINDS) {
            Optional<PublicKeyParameters> parameters = parameters(kind, der);
            if (parameters.isPresent()) {
                return parameters.map(PublicKeyParameters::members);
            }
        }
        return Optional.empty();
    }

    private static Optional<PublicKeyParameters> parameters(String kind, byte[] der) {
        try {
            return PublicKeyParameters.of(KeyFactory.getInstance(kind).generatePublic(new X509EncodedKeySpec(der)));
        } catch (GeneralSecurityException anotherKind) {
            return Optional.empty();
        }
    }

    private static byte[] der(String text) {
        try {
            return Base64.getDecoder()
                    .decode(text.replaceAll("-----(BEGIN|END) PUBLIC KEY-----", "")
                            .replaceAll("\\s", ""));
        } catch (IllegalArgumentException notBase64) {
            return new byte[0];
        }
    }
}
