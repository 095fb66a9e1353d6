package dev.countersign.core.trust;

import dev.countersign.core.idjag.IdJagRule;
import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.jwt.JwtProfile;
import dev.countersign.core.keys.KeyOwner;
import dev.countersign.core.keys.KeyOwnerId;
import dev.countersign.core.keys.KeySource;
import dev.countersign.core.oauth.Audience;
import dev.countersign.core.oauth.IssuerId;
import dev.countersign.core.oauth.IssuerIdentifier;
import dev.countersign.core.oauth.ScopeSet;
import dev.countersign.core.oauth.TokenTypeUri;
import dev.countersign.core.oauth.UnmodifiableCopies;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A third party whose signed JWTs are accepted as authorization grants (RFC 7523 §3), with all settings of the
 * administrator.
 *
 * @param name 1 to 120 printable characters without a colon, unique
 * @param issuer the {@code iss} value, unique
 */
public record TrustedIssuer(
        IssuerId id,
        String name,
        String description,
        boolean enabled,
        IssuerIdentifier issuer,
        AudienceRule audience,
        Verification verification,
        GrantRules grants,
        SecurityEventRule securityEvents,
        ClientRule clients,
        ExchangeRule exchange,
        Registration registration,
        Instant createdAt,
        Instant updatedAt) {

    /** The largest clock skew of an issuer. */
    public static final Duration GREATEST_CLOCK_SKEW = JwtProfile.GREATEST_CLOCK_SKEW;

    /** Largest number of audience values besides the alias. */
    public static final int MOST_AUDIENCES = 20;

    /** The issuer as the owner of the keys that verify its assertions. */
    public KeyOwner keyOwner() {
        return new KeyOwner(new KeyOwnerId(id.value()), name, verification.keys(), updatedAt);
    }

    /**
     * Rule for {@code aud}.
     *
     * @param alias a further value that names this server in the issuer's assertions (RFC 10070 §4)
     * @param audiences further permitted values, at most {@value #MOST_AUDIENCES}
     * @param single whether {@code aud} must contain a single value
     */
    public record AudienceRule(Optional<Audience> alias, List<Audience> audiences, boolean single) {
        public AudienceRule {
            audiences = List.copyOf(audiences);
        }
    }

    /**
     * Rules by which an assertion is verified.
     *
     * @param algorithms the allow-list; never empty
     * @param types accepted {@code typ} values; empty means an absent one and {@code JWT}
     * @param clockSkew 0 to 300 s, always tolerant
     * @param maxLifetime the longest validity period of an assertion
     * @param idJag whether it sends identity assertion authorization grants, which have a profile of their own
     */
    public record Verification(
            KeySource keys,
            Set<Algorithm> algorithms,
            List<String> types,
            Duration clockSkew,
            Duration maxLifetime,
            IssuedAtRule issuedAt,
            ReplayRule replay,
            IdJagRule idJag) {
        public Verification {
            algorithms = UnmodifiableCopies.of(algorithms);
            types = List.copyOf(types);
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
    }

    /**
     * Rules for what a verified assertion grants.
     *
     * @param conditions CEL expressions over {@code claims}, all of which must give true
     * @param scopes the ceiling of granted scopes; empty means no further limit
     * @param scopeClaim the claim of the assertion that limits the granted scopes; empty means none
     * @param boundByAssertion whether an access token may not outlive the assertion
     */
    public record GrantRules(
            List<String> conditions,
            SubjectMapping subject,
            List<ClaimMapping> claims,
            Optional<ScopeSet> scopes,
            Optional<ScopeClaim> scopeClaim,
            boolean boundByAssertion) {
        public GrantRules {
            conditions = List.copyOf(conditions);
            claims = List.copyOf(claims);
        }
    }

    /**
     * Rule for security event tokens (RFC 8935).
     *
     * @param enabled whether they are received
     * @param audience the {@code aud} that they must name; present where they are received
     */
    public record SecurityEventRule(boolean enabled, Optional<Audience> audience) {
        public static final SecurityEventRule OFF = new SecurityEventRule(false, Optional.empty());
    }

    /**
     * Rule for token requests without client credentials (RFC 7521 §4.1).
     *
     * @param optional whether they are accepted
     * @param defaultApplication the name of the application that such a request is judged as; present where they are
     *     accepted
     */
    public record ClientRule(boolean optional, Optional<String> defaultApplication) {
        public static final ClientRule REQUIRED = new ClientRule(false, Optional.empty());

        /** Whether such requests are judged as those of the application with this name. */
        public boolean names(String application) {
            return defaultApplication.filter(application::equals).isPresent();
        }
    }

    /**
     * Rule for tokens in a token exchange (RFC 8693).
     *
     * @param types of tokens that are accepted, {@code jwt} and {@code id_token}
     * @param audiences further values that {@code aud} may have in an exchange
     */
    public record ExchangeRule(boolean enabled, List<TokenTypeUri> types, List<Audience> audiences) {
        /** Types that an issuer can have. */
        public static final List<TokenTypeUri> TYPES = List.of(TokenTypeUri.JWT, TokenTypeUri.ID_TOKEN);

        public static final ExchangeRule OFF = new ExchangeRule(false, TYPES, List.of());

        public ExchangeRule {
            types = List.copyOf(types);
            audiences = List.copyOf(audiences);
        }
    }

    /**
     * Choices made at registration, which no request depends on.
     *
     * @param preset the preset that was used; the other members contain all of its consequences
     * @param allowAnyTenant whether the issuer may be trusted without a condition on the tenant, although it is shared
     *     by many
     */
    public record Registration(Optional<PresetUse> preset, boolean allowAnyTenant) {}

    /**
     * Rule for {@code iat}.
     *
     * @param validate whether an old {@code iat} is refused; empty means the server's setting
     * @param validity its largest age; empty means the server's setting
     * @param require whether an assertion without {@code iat} is refused
     */
    public record IssuedAtRule(Optional<Boolean> validate, Optional<Duration> validity, boolean require) {

        /** The rule for an issuer without a required {@code iat}. */
        public IssuedAtRule(Optional<Boolean> validate, Optional<Duration> validity) {
            this(validate, validity, false);
        }
    }

    /**
     * Rule for re-use (RFC 7523 §3 (7)).
     *
     * @param requireJti whether an assertion without {@code jti} is refused
     * @param allowReuse whether an assertion may be presented many times, such as a token of Kubernetes
     */
    public record ReplayRule(boolean requireJti, boolean allowReuse) {}

    /** The name of a preset, with the given parameters. */
    public record PresetUse(String name, Map<String, String> parameters) {
        public PresetUse {
            parameters = UnmodifiableCopies.of(parameters);
        }
    }

    /** A claim that is copied into the access token, possibly under another name. */
    public record ClaimMapping(String from, String to) {}

    /** Mapping of the access token's {@code sub} (RFC 9068 §5). */
    public sealed interface SubjectMapping {
        /** {@code <issuer name>:<sub>}, so that two issuers can never name the same subject. */
        record IssuerScoped() implements SubjectMapping {}

        /** The unchanged {@code sub} of the assertion. */
        record AsIs() implements SubjectMapping {}

        /** The unchanged value of another claim. */
        record FromClaim(String claim) implements SubjectMapping {}
    }
}
