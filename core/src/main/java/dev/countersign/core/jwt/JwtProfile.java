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
 * The rules of one kind of JWT, such as the assertions of one issuer or the client assertions of one application:
 * everything that {@link JwtVerifier} requires of a JWT, except for the keys of its signer (RFC 8725 §3.8, §3.11 and
 * §3.12).
 *
 * @param algorithms permitted algorithms
 * @param requireJti whether one without {@code jti} is refused
 * @param headerChecks the checks before a key is looked up, in order
 * @param claimChecks the checks after the signature, in order
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

    /** The same rules, with further values of {@code aud}. */
    public JwtProfile accepting(List<String> further) {
        return further.isEmpty()
                ? this
                : new JwtProfile(
                        types, algorithms, audiences.and(further), times, requireJti, headerChecks, claimChecks);
    }

    /**
     * The accepted values of {@code typ}.
     *
     * @param own the types of this kind of JWT only
     * @param listed further types, none of which belongs to another kind
     * @param ordinary whether an absent type and {@code JWT} are accepted too
     */
    public record Types(List<String> own, List<String> listed, boolean ordinary) {
        private static final String ORDINARY = "jwt";

        public Types {
            own = List.copyOf(own);
            listed = List.copyOf(listed);
        }

        /** The types listed by an administrator; if there are none, those of an ordinary JWT. */
        public static Types listed(List<String> types) {
            return new Types(List.of(), types, types.isEmpty());
        }

        /** Whether no list may contain this type, because tokens of it have their own rules. */
        public static boolean isOfAnotherKind(String type) {
            return TokenTypes.otherKind(type).isPresent();
        }

        boolean accept(Optional<String> type) {
            if (type.isEmpty()) {
                return ordinary;
            }
            return isOwn(type.get()) || isListed(TokenTypes.normalized(type.get()));
        }

        /** RFC 7515 §4.1.9: the prefix may be omitted, and letter case is ignored. */
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

        /** Description of the accepted types. */
        List<String> inWords() {
            if (!ordinary && !own.isEmpty()) {
                return own;
            }
            return listed.isEmpty() ? List.of("no typ", "JWT") : listed;
        }
    }

    /**
     * The values of {@code aud} that name this server, compared as plain strings (RFC 10070 §4).
     *
     * @param sole whether {@code aud} must contain a single value
     */
    public record Audiences(List<String> values, boolean sole) {
        public Audiences {
            values = List.copyOf(new LinkedHashSet<>(values));
        }

        Audiences and(List<String> further) {
            var all = new LinkedHashSet<>(values);
            all.addAll(further);
            return new Audiences(List.copyOf(all), sole);
        }
    }

    /**
     * The rules about time.
     *
     * @param clockSkew tolerance, which never makes a rule stricter
     * @param longestLifetime from {@code iat}, or from now, to {@code exp}
     * @param greatestAge largest age by {@code iat}; empty means any
     * @param requireIssuedAt whether a JWT without {@code iat} is refused
     */
    public record Times(
            Duration clockSkew, Duration longestLifetime, Optional<Duration> greatestAge, boolean requireIssuedAt) {}
}
