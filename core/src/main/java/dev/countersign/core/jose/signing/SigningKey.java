package dev.countersign.core.jose.signing;

import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.jose.key.CryptoProvider;
import dev.countersign.core.jose.key.Ed25519Parameters;
import dev.countersign.core.jose.key.PublicKeyParameters;
import dev.countersign.core.jose.key.SignatureScheme;
import dev.countersign.core.jose.key.VerificationKey;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.crypto.AEADBadTagException;

/** A private key of the server, in memory or in a module, with its public key. Its {@code kid} is its thumbprint (RFC 7638). */
public final class SigningKey {
    private static final int RSA_BITS = 2048;

    private final Algorithm algorithm;
    private final PrivatePart privatePart;
    private final VerificationKey verificationKey;

    private SigningKey(
            Algorithm algorithm, PrivatePart privatePart, PublicKeyParameters parameters, CryptoProvider provider) {
        this.algorithm = algorithm;
        this.privatePart = privatePart;
        this.verificationKey = provider.verificationKey(
                Optional.of(parameters.thumbprint()), Set.of(algorithm), Optional.empty(), parameters);
    }

    private static SigningKey inMemory(Algorithm algorithm, byte[] pkcs8, CryptoProvider provider)
            throws GeneralSecurityException {
        PrivateKey key = provider.privateKey(algorithm, pkcs8);
        return new SigningKey(
                algorithm,
                new PrivatePart.InMemory(pkcs8, key, provider),
                PublicKeyParameters.belongingTo(key, pkcs8),
                provider);
    }

    private static SigningKey inModule(Algorithm algorithm, PublicKey key, KeyModule module, CryptoProvider provider) {
        PublicKeyParameters parameters = PublicKeyParameters.of(key)
                .filter(found -> found.algorithms().contains(algorithm)
                        && found.weakness().isEmpty())
                .orElseThrow(() -> new IllegalStateException("The key in the module does not fit " + algorithm));
        return new SigningKey(algorithm, new PrivatePart.InModule(key.getEncoded(), module), parameters, provider);
    }

    /**
     * Generates a key in a module, which names it by its {@code kid}.
     *
     * @throws SigningUnavailableException when the module does not generate one
     */
    public static SigningKey generate(Algorithm algorithm, KeyModule module) {
        PublicKey generated = module.generate(algorithm);
        SigningKey key = inModule(algorithm, generated, module, CryptoProvider.choose());
        try {
            module.name(generated, key.keyId());
        } catch (SigningUnavailableException unnamed) {
            delete(key, module, unnamed);
            throw unnamed;
        }
        return key;
    }

    private static void delete(SigningKey key, KeyModule module, SigningUnavailableException reason) {
        try {
            module.delete(key.keyId());
        } catch (SigningUnavailableException remains) {
            reason.addSuppressed(remains);
        }
    }

    /** Generates a key: RSA of 2048 bits, or on the curve of the algorithm. */
    public static SigningKey generate(Algorithm algorithm) {
        return generate(algorithm, CryptoProvider.choose());
    }

    static SigningKey generate(Algorithm algorithm, CryptoProvider provider) {
        try {
            return inMemory(algorithm, newPrivateKey(algorithm, provider), provider);
        } catch (GeneralSecurityException fault) {
            throw new IllegalStateException("No key can be made for " + algorithm, fault);
        }
    }

    private static byte[] newPrivateKey(Algorithm algorithm, CryptoProvider provider) throws GeneralSecurityException {
        return switch (algorithm.scheme()) {
            // Providers disagree on whether the public key is part of the encoding. The shortest form is read by all.
            case SignatureScheme.Ed25519() -> Ed25519Parameters.pkcs8(Secrets.bytes(Ed25519Parameters.LENGTH));
            case SignatureScheme.Ecdsa(var curve) -> {
                var generator = provider.keyPairGenerator(algorithm);
                generator.initialize(new ECGenParameterSpec(curve.jcaName()));
                yield generator.generateKeyPair().getPrivate().getEncoded();
            }
            case SignatureScheme.RsaPkcs1 _, SignatureScheme.RsaPss _ -> {
                var generator = provider.keyPairGenerator(algorithm);
                generator.initialize(RSA_BITS);
                yield generator.generateKeyPair().getPrivate().getEncoded();
            }
        };
    }

    /**
     * Decrypts a stored key from any provider.
     *
     * @param module signs with the keys that are not part of their records
     * @throws UnsealingException when it was stored under another master key, or the record was altered
     */
    public static SigningKey open(SealedKey sealed, MasterKey masterKey, KeyModule module) {
        return open(sealed, masterKey, module, CryptoProvider.choose());
    }

    static SigningKey open(SealedKey sealed, MasterKey masterKey, KeyModule module, CryptoProvider provider) {
        try {
            byte[] content = masterKey.decrypt(sealed.ciphertext(), associated(sealed.keyId(), sealed.algorithm()));
            return PrivatePart.InModule.isIn(content)
                    ? inModule(
                            sealed.algorithm(),
                            provider.publicKey(sealed.algorithm(), PrivatePart.InModule.publicKey(content)),
                            module,
                            provider)
                    : inMemory(sealed.algorithm(), content, provider);
        } catch (AEADBadTagException anotherMasterKey) {
            throw new UnsealingException(sealed.keyId(), anotherMasterKey);
        } catch (GeneralSecurityException fault) {
            throw new IllegalStateException("The provider does not take the key " + sealed.keyId(), fault);
        }
    }

    /** The key in encrypted form for storage. */
    public SealedKey seal(MasterKey masterKey) {
        return new SealedKey(
                keyId(), algorithm, masterKey.encrypt(privatePart.content(), associated(keyId(), algorithm)));
    }

    /** The data that the ciphertext is bound to, so that a record cannot be exchanged for another. */
    private static byte[] associated(String keyId, Algorithm algorithm) {
        return (algorithm.value() + ' ' + keyId).getBytes(StandardCharsets.UTF_8);
    }

    public String keyId() {
        return verificationKey.thumbprint();
    }

    public Algorithm algorithm() {
        return algorithm;
    }

    public VerificationKey verificationKey() {
        return verificationKey;
    }

    /** The JWK to publish: {@code kty}, {@code kid}, {@code use}, {@code alg} and the public members (RFC 7517 §4). */
    public Map<String, Object> publicJwk() {
        var jwk = new LinkedHashMap<>(verificationKey.parameters().members());
        jwk.put("kid", keyId());
        jwk.put("use", "sig");
        jwk.put("alg", algorithm.value());
        return Collections.unmodifiableMap(jwk);
    }

    /** Whether a module has the private key, and may fail to sign. */
    public boolean isInModule() {
        return privatePart instanceof PrivatePart.InModule;
    }

    /**
     * The signature over the input.
     *
     * @throws SigningUnavailableException when a module has the key and does not sign
     */
    public byte[] sign(byte[] input) {
        return privatePart.sign(keyId(), algorithm, input);
    }

    @Override
    public String toString() {
        return "SigningKey[%s, %s]".formatted(keyId(), algorithm);
    }
}
