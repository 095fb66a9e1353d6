package dev.countersign.core.jose.key;

import dev.countersign.core.jose.jwk.JwkReader;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Map;
import java.util.Optional;

/** Verification keys for tests. */
public final class PublicKeys {
    private PublicKeys() {}

    public static VerificationKey ofJwk(Map<String, Object> jwk, CryptoProvider provider) {
        return switch (new JwkReader(provider).read(jwk)) {
            case JwkReader.Reading.Usable(var key) -> key;
            case JwkReader.Reading.Ignored(var member, var kind, var reason) ->
                throw new IllegalArgumentException(reason);
        };
    }

    public static PublicKeyParameters parametersOfX509(String keyAlgorithm, byte[] der) {
        return PublicKeyParameters.of(x509(keyAlgorithm, der)).orElseThrow();
    }

    public static PublicKey x509(String keyAlgorithm, byte[] der) {
        try {
            return KeyFactory.getInstance(keyAlgorithm).generatePublic(new X509EncodedKeySpec(der));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(e);
        }
    }

    public static VerificationKey of(PublicKeyParameters parameters, CryptoProvider provider) {
        return provider.verificationKey(Optional.empty(), parameters.algorithms(), Optional.empty(), parameters);
    }
}
