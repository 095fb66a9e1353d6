package dev.countersign.core.jwt;

import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.oauth.TokenTypes;
import dev.countersign.core.oauth.UnmodifiableCopies;
import dev.countersign.core.rejection.NamedCheck;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The rules of one kind of JWT, such as the assertions of one issuer or the client assertions of one application: all
 * that {@link JwtVerifier} holds a JWT to beside the keys of its signer (RFC 8725 §3.8, §3.11 and §3.12).
 *
 * @param algorithms those it may be signed with
 * @param requireJti whether one without {@code jti} is refused
 * @param headerChecks the checks that come before any key is looked for, in their order
 * @param claimChecks the checks that come after the signature, in their order
 */
public record JwtProfile(
        Types types,
        Set<Algorithm> algorithms,
        Audiences audiences,
        Times times,
        boolean requireJti,
        List<NamedCheck<JwtFacts>> headerChecks,
        List<NamedCheck<JwtFacts>> claimChecks) {

    /** The longest clock skew of any profile. */
    public static final Duration GREATEST_CLOCK_SKEW = Duration.ofMinutes(5);

    public JwtProfile {
        algorithms = UnmodifiableCopies.of(algorithms);
        headerChecks = List.copyOf(headerChecks);
        claimChecks = List.copyOf(claimChecks);
    }

    /**
     * The accepted values of {@code typ}.
     *
     * @param own the types that belong to this kind of JWT alone
     * @param listed further types, none of which belongs to another kind
     * @param ordinary whether an absent type and {@code JWT} are accepted, too
     */
    public record Types(List<String> own, List<String> listed, boolean ordinary) {
        private static final String ORDINARY = "jwt";

        public Types {
            own = List.copyOf(own);
            listed = List.copyOf(listed);
        }

        /** Those that an administrator listed; without any, those of an ordinary JWT. */
        public static Types listed(List<String> types) {
            return new Types(List.of(), types, types.isEmpty());
        }

        /** Whether no list may ever hold this type, because tokens of it have rules of their own. */
        public static boolean isOfAnotherKind(String type) {
            return TokenTypes.otherKind(type).isPresent();
        }

        boolean accept(Optional<String> type) {
            if (type.isEmpty()) {
                return ordinary;
            }
            return isOwn(type.get()) || isListed(TokenTypes.normalized(type.get()));
        }

        /** RFC 7515 §4.1.9: the prefix may be left out, and letter case does not count. */
        private boolean isOwn(String type) {
            for (String mine : own) {
                if (type.equalsIgnoreCase(mine) || type.equalsIgnoreCase("application/" + mine)) {
                    return true;
                }
            }
            return false;
        }

        private boolean isListed(String type) {
            if (isOfAnotherKind(type)) {
                return false;
            }
            if (ordinary && type.equals(ORDINARY)) {
                return true;
            }
            for (String member : listed) {
                if (TokenTypes.normalized(member).equals(type)) {
                    return true;
                }
            }
            return false;
        }

        /** The accepted types in words. */
        List<String> inWords() {
            return listed.isEmpty() ? List.of("no typ", "JWT") : listed;
        }
    }

    /**
     * The values of {@code aud} that name us, compared as plain strings (RFC 10070 §4).
     *
     * @param sole whether {@code aud} may hold one value alone
     */
    public record Audiences(List<String> values, boolean sole) {
        public Audiences {
            values = List.copyOf(new LinkedHashSet<>(values));
        }
    }

    /**
     * The rules about time.
     *
     * @param clockSkew makes every rule more tolerant, never stricter
     * @param longestLifetime from {@code iat}, or from now, to {@code exp}
     * @param greatestAge how far back {@code iat} may lie; empty means any distance
     * @param requireIssuedAt whether a JWT without {@code iat} is refused
     */
    public record Times(
            Duration clockSkew, Duration longestLifetime, Optional<Duration> greatestAge, boolean requireIssuedAt) {}
}
