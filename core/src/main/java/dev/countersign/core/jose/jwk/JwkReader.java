package dev.countersign.core.jose.jwk;

import dev.countersign.core.jose.certificate.ClientCertificate;
import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.jose.key.Base64Url;
import dev.countersign.core.jose.key.CryptoProvider;
import dev.countersign.core.jose.key.PublicKeyParameters;
import dev.countersign.core.jose.key.RsaParameters;
import dev.countersign.core.jose.key.Sha256;
import dev.countersign.core.jose.key.VerificationKey;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The reader of one public JWK (RFC 7517 §4). Unknown members are ignored. {@code x5c} never decides whether the key may
 * be used, because the key of the JWK must equal that of the certificate anyway (RFC 7517 §4.7).
 */
public final class JwkReader {
    /** The private members of RFC 7518 §6.2.2, §6.3.2 and §6.4.1. */
    private static final List<String> PRIVATE_MEMBERS = List.of("d", "p", "q", "dp", "dq", "qi", "oth", "k");

    /** Result of reading one JWK. */
    public sealed interface Reading {
        record Usable(VerificationKey key) implements Reading {}

        /**
         * A JWK that must not be used.
         *
         * @param member the invalid member
         * @param kind severity
         * @param reason a clause such as "is a symmetric key"
         */
        record Ignored(String member, Kind kind, String reason) implements Reading {}
    }

    /** Severity of an ignored JWK: unusable, or a secret that must not be published. */
    public enum Kind {
        OF_NO_USE,
        SECRET
    }

    /** The member of a stored JWK with the hash of its certificate (RFC 7517 §4.9). */
    static final String STORED_CERTIFICATE = "x5t#S256";

    private final CryptoProvider provider;
    private final boolean stored;

    public JwkReader(CryptoProvider provider) {
        this(provider, false);
    }

    /** @param stored whether the JWK was written by {@link StoredKeySet} */
    JwkReader(CryptoProvider provider, boolean stored) {
        this.provider = provider;
        this.stored = stored;
    }

    public Reading read(Map<String, Object> jwk) {
        if ("oct".equals(jwk.get("kty"))) {
            return jwk.containsKey("k")
                    ? new Reading.Ignored("k", Kind.SECRET, "is a symmetric key, and \"k\" is its secret")
                    : new Reading.Ignored("kty", Kind.SECRET, "is a symmetric key");
        }
        for (var member : PRIVATE_MEMBERS) {
            if (jwk.containsKey(member)) {
                return new Reading.Ignored(
                        member,
                        Kind.SECRET,
                        "holds the private member \"%s\": the private key is exposed and must be replaced"
                                .formatted(member));
            }
        }
        if (jwk.containsKey("kid") && !(jwk.get("kid") instanceof String)) {
            return ofNoUse("kid", "has a kid that is not a string");
        }
        return unfitForVerifying(jwk).orElseGet(() -> switch (PublicMembers.read(jwk)) {
            case PublicMembers.Reading.Broken(var member, var reason) -> ofNoUse(member, reason);
            case PublicMembers.Reading.Read(var parameters) -> usable(jwk, parameters);
        });
    }

    /** Enforces {@code use} and {@code key_ops} (RFC 7517 §4.2 and §4.3). */
    private static Optional<Reading> unfitForVerifying(Map<String, Object> jwk) {
        if (jwk.containsKey("use") && !"sig".equals(jwk.get("use"))) {
            return Optional.of(ofNoUse("use", "is not for signatures: its use is not \"sig\""));
        }
        if (jwk.containsKey("key_ops")
                && !(jwk.get("key_ops") instanceof List<?> operations && operations.contains("verify"))) {
            return Optional.of(ofNoUse("key_ops", "is not for verifying: its key_ops lack \"verify\""));
        }
        return Optional.empty();
    }

    private Reading usable(Map<String, Object> jwk, PublicKeyParameters parameters) {
        var algorithms = parameters.algorithms();
        if (jwk.containsKey("alg")) {
            // The key's own alg restricts it: a key must not be used with two algorithms (RFC 8725 §3.1).
            var pinned = jwk.get("alg") instanceof String alg ? Algorithm.of(alg) : Optional.<Algorithm>empty();
            if (pinned.isEmpty() || !algorithms.contains(pinned.get())) {
                return ofNoUse("alg", "has an alg that is unknown or does not fit the key");
            }
            algorithms = Set.of(pinned.get());
        }
        var weakness = parameters.weakness();
        if (weakness.isPresent()) {
            return ofNoUse(parameters instanceof RsaParameters ? "n" : "x", weakness.get());
        }
        var keyId = jwk.get("kid") instanceof String kid ? Optional.of(kid) : Optional.<String>empty();
        VerificationKey key = provider.verificationKey(keyId, algorithms, Optional.empty(), parameters);
        return new Reading.Usable(certificate(jwk, key).map(key::publishedWith).orElse(key));
    }

    /** The hash of the first certificate of {@code x5c}, if it is one of the key (RFC 7517 §4.7). */
    private Optional<Sha256> certificate(Map<String, Object> jwk, VerificationKey key) {
        if (stored && jwk.get(STORED_CERTIFICATE) instanceof String hash) {
            return Base64Url.decode(hash)
                    .filter(octets -> octets.length == Sha256.LENGTH)
                    .map(Sha256::fromBytes);
        }
        return jwk.get("x5c") instanceof List<?> chain && !chain.isEmpty() && chain.getFirst() instanceof String first
                ? certificate(first)
                        .filter(certificate -> certificate.keyThumbprint().equals(Optional.of(key.thumbprint())))
                        .map(ClientCertificate::hash)
                : Optional.empty();
    }

    private static Optional<ClientCertificate> certificate(String base64) {
        try {
            return ClientCertificate.read(List.of(Base64.getDecoder().decode(base64)));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    private static Reading ofNoUse(String member, String reason) {
        return new Reading.Ignored(member, Kind.OF_NO_USE, reason);
    }
}
