package dev.countersign.core.jose.jwk;

import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.jose.key.CryptoProvider;
import dev.countersign.core.jose.key.PublicKeyParameters;
import dev.countersign.core.jose.key.RsaParameters;
import dev.countersign.core.jose.key.VerificationKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The reader of one public JWK (RFC 7517 §4). Unknown members are ignored, and so are {@code x5c} and similar members,
 * because the key of the JWK must equal theirs anyway (RFC 7517 §4.7).
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

    private final CryptoProvider provider;

    public JwkReader(CryptoProvider provider) {
        this.provider = provider;
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
        return new Reading.Usable(provider.verificationKey(keyId, algorithms, Optional.empty(), parameters));
    }

    private static Reading ofNoUse(String member, String reason) {
        return new Reading.Ignored(member, Kind.OF_NO_USE, reason);
    }
}
