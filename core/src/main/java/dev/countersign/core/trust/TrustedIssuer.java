package dev.countersign.core.trust;

import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.jwt.JwtProfile;
import dev.countersign.core.keys.KeyOwner;
import dev.countersign.core.keys.KeyOwnerId;
import dev.countersign.core.keys.KeySource;
import dev.countersign.core.oauth.Audience;
import dev.countersign.core.oauth.IssuerId;
import dev.countersign.core.oauth.IssuerIdentifier;
import dev.countersign.core.oauth.ScopeSet;
import dev.countersign.core.oauth.UnmodifiableCopies;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A third party whose signed JWTs are accepted as authorization grants (RFC 7523 §3), with everything an administrator
 * decided about it.
 *
 * @param name 1 to 120 printable characters without a colon, unique
 * @param issuer the {@code iss} value, unique
 * @param alias a further audience value that stands for us in this issuer's assertions (RFC 10070 §4)
 * @param audiences further values that {@code aud} may have, at most {@value #MOST_AUDIENCES}
 * @param algorithms the allow-list; never empty
 * @param singleAudience whether {@code aud} must hold one value only
 * @param clockSkew 0 to 300 s, always tolerant
 * @param maxLifetime the longest validity period of an assertion
 * @param types accepted {@code typ} values; empty means an absent one and {@code JWT}
 * @param conditions CEL expressions over {@code claims}, all of which must give true
 * @param scopes the ceiling of what may be granted; empty means no further limit
 * @param scopeClaim the claim of the assertion within which alone scopes are granted; empty means none
 * @param boundByAssertion whether an access token may not outlive the assertion
 * @param preset what the administrator described it by; the other members hold all that follows from it
 * @param allowAnyTenant whether it may be trusted without a condition that names the tenant, although many share it
 */
public record TrustedIssuer(
        IssuerId id,
        String name,
        String description,
        boolean enabled,
        IssuerIdentifier issuer,
        Optional<Audience> alias,
        List<Audience> audiences,
        KeySource keys,
        Set<Algorithm> algorithms,
        boolean singleAudience,
        Duration clockSkew,
        Duration maxLifetime,
        IssuedAtRule issuedAt,
        ReplayRule replay,
        List<String> types,
        SubjectMapping subject,
        List<String> conditions,
        List<ClaimMapping> claims,
        Optional<ScopeSet> scopes,
        Optional<ScopeClaim> scopeClaim,
        boolean boundByAssertion,
        Optional<PresetUse> preset,
        boolean allowAnyTenant,
        Instant createdAt,
        Instant updatedAt) {

    /** The longest clock skew an issuer may be given. */
    public static final Duration GREATEST_CLOCK_SKEW = JwtProfile.GREATEST_CLOCK_SKEW;

    /** How many audience values an issuer may have beside its alias. */
    public static final int MOST_AUDIENCES = 20;

    public TrustedIssuer {
        audiences = List.copyOf(audiences);
        algorithms = UnmodifiableCopies.of(algorithms);
        types = List.copyOf(types);
        conditions = List.copyOf(conditions);
        claims = List.copyOf(claims);
        if (algorithms.isEmpty()) {
            throw new IllegalArgumentException("an issuer without algorithms could sign nothing");
        }
        if (clockSkew.isNegative() || clockSkew.compareTo(GREATEST_CLOCK_SKEW) > 0) {
            throw new IllegalArgumentException("clock skew outside 0 to 300 s");
        }
        if (!maxLifetime.isPositive()) {
            throw new IllegalArgumentException("the maximum lifetime must be positive");
        }
    }

    /** The issuer as the owner of the keys that verify its assertions. */
    public KeyOwner keyOwner() {
        return new KeyOwner(new KeyOwnerId(id.value()), name, keys, updatedAt);
    }

    /**
     * How {@code iat} is judged.
     *
     * @param validate whether an old {@code iat} is refused; empty means the server's setting
     * @param validity how old it may be; empty means the server's setting
     * @param require whether an assertion without {@code iat} is refused
     */
    public record IssuedAtRule(Optional<Boolean> validate, Optional<Duration> validity, boolean require) {

        /** The rule for an issuer that need not send {@code iat}. */
        public IssuedAtRule(Optional<Boolean> validate, Optional<Duration> validity) {
            this(validate, validity, false);
        }
    }

    /**
     * How re-use is judged (RFC 7523 §3 (7)).
     *
     * @param requireJti whether an assertion without {@code jti} is refused
     * @param allowReuse whether an assertion may be presented many times, as Kubernetes' tokens are
     */
    public record ReplayRule(boolean requireJti, boolean allowReuse) {}

    /** The name of a preset, with the parameters that were given for it. */
    public record PresetUse(String name, Map<String, String> parameters) {
        public PresetUse {
            parameters = UnmodifiableCopies.of(parameters);
        }
    }

    /** A claim that is copied into the access token, possibly under another name. */
    public record ClaimMapping(String from, String to) {}

    /** What becomes the access token's {@code sub} (RFC 9068 §5). */
    public sealed interface SubjectMapping {
        /** {@code <issuer name>:<sub>}, so that two issuers can never name the same person. */
        record IssuerScoped() implements SubjectMapping {}

        /** The assertion's {@code sub} as it is. */
        record AsIs() implements SubjectMapping {}

        /** The value of another claim as it is. */
        record FromClaim(String claim) implements SubjectMapping {}
    }
}
