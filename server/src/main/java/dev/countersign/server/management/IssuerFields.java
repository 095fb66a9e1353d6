package dev.countersign.server.management;

import static dev.countersign.server.management.MemberType.schema;

import dev.countersign.core.issuer.KeySource;
import dev.countersign.core.issuer.ScopeClaim;
import dev.countersign.core.issuer.TrustedIssuer;
import dev.countersign.core.issuer.TrustedIssuer.ClaimMapping;
import dev.countersign.core.issuer.TrustedIssuer.IssuedAtRule;
import dev.countersign.core.issuer.TrustedIssuer.PresetUse;
import dev.countersign.core.issuer.TrustedIssuer.ReplayRule;
import dev.countersign.core.issuer.TrustedIssuer.SubjectMapping;
import dev.countersign.core.jose.Algorithm;
import dev.countersign.core.oauth.Audience;
import dev.countersign.core.oauth.IssuerId;
import dev.countersign.core.oauth.IssuerIdentifier;
import dev.countersign.core.oauth.ScopeSet;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Registered members of a trusted token issuer. A new one is a row here, and its rule in core. */
public final class IssuerFields {
    static final Set<Algorithm> DEFAULT_ALGORITHMS =
            EnumSet.of(Algorithm.RS256, Algorithm.PS256, Algorithm.ES256, Algorithm.EDDSA);

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration DEFAULT_MAX_LIFETIME = Duration.ofHours(24);
    private static final long LONGEST_LIFETIME_SECONDS = Duration.ofDays(3650).toSeconds();
    private static final long LONGEST_VALIDITY_MINUTES = Duration.ofDays(365).toMinutes();
    private static final TextRule IDENTIFIER = TextRule.anyText(2000);

    /** A colon would let the issuer-scoped subjects of two issuers meet: they are {@code <name>:<sub>}. */
    private static final TextRule NAME_RULE = TextRule.name().without(':');

    private static final TextRule DESCRIPTION_RULE = new TextRule(2000, _ -> true, "at most 2000 characters");

    private static final String IDENTITY = "Identity";
    private static final String KEYS_GROUP = "Keys";
    private static final String RULES = "Rules for assertions";
    private static final String GRANTS = "Grants";

    private static final FieldTable<TrustedIssuer, IssuerFrame> TABLE = new FieldTable<>(Set.of("warnings"));

    private static final Field<TrustedIssuer, IssuerFrame, IssuerId> ID = TABLE.field("/id", MemberType.text(IDENTIFIER).map(IssuerId::new, IssuerId::value), TrustedIssuer::id)
            .stored("id")
            .readOnly()
            .add();

    private static final Field<TrustedIssuer, IssuerFrame, String> NAME = TABLE.field("/name", MemberType.text(NAME_RULE), TrustedIssuer::name)
            .readBy((input, name) -> input.members().requiredText(name, NAME_RULE).orElse("?"))
            .stored("name")
            .described("Unique.")
            .form("general", "Trusted token issuer name", "")
            .add();

    private static final Field<TrustedIssuer, IssuerFrame, String> DESCRIPTION = TABLE.field("/description", MemberType.text(DESCRIPTION_RULE), TrustedIssuer::description)
            .standard("")
            .stored("description", "")
            .option(IDENTITY, "--description", "TEXT", "For people.")
            .form("general", "Description", "")
            .add();

    private static final Field<TrustedIssuer, IssuerFrame, Boolean> ENABLED = TABLE.field("/enabled", MemberType.flag(), TrustedIssuer::enabled)
            .standard(true)
            .stored("enabled", false)
            .add();

    private static final Field<TrustedIssuer, IssuerFrame, IssuerIdentifier> ISSUER = TABLE.field("/issuer", MemberType.text(IDENTIFIER).map(IssuerIdentifier::new, IssuerIdentifier::value), TrustedIssuer::issuer)
            .readBy(IdentityMembers::issuer)
            .stored("issuer")
            .add();

    private static final Field<TrustedIssuer, IssuerFrame, Optional<Audience>> ALIAS = TABLE.field("/alias", MemberType.text(IDENTIFIER).map(Audience::new, Audience::value).optional(), TrustedIssuer::alias)
            .standard(Optional.empty())
            .readBy(IdentityMembers::alias)
            .stored("alias")
            .add();

    private static final Field<TrustedIssuer, IssuerFrame, List<Audience>> AUDIENCES = TABLE.field("/audiences", MemberType.list(TrustedIssuer.MOST_AUDIENCES, IDENTIFIER, Audience::new, Audience::value), TrustedIssuer::audiences)
            .standard(List.of())
            .readBy(IdentityMembers::audiences)
            .stored("audiences", List.of())
            .add();

    private static final Field<TrustedIssuer, IssuerFrame, KeySource> KEYS = TABLE.field("/keys", KeySourceMembers.ISSUER_KEYS, TrustedIssuer::keys)
            .readBy((input, _) -> input.frame().keys(input))
            .stored("keys")
            .add();

    private static final Field<TrustedIssuer, IssuerFrame, Set<Algorithm>> ALGORITHMS = TABLE.field("/algorithms", PolicyMembers.ALGORITHMS, TrustedIssuer::algorithms)
            .standard(DEFAULT_ALGORITHMS)
            .stored("algorithms", Set.of())
            .add();

    private static final Field<TrustedIssuer, IssuerFrame, Boolean> SINGLE_AUDIENCE = TABLE.field("/audience/single", MemberType.flag(), TrustedIssuer::singleAudience)
            .standard(false)
            .stored("single_audience", true)
            .add();

    private static final Field<TrustedIssuer, IssuerFrame, Duration> CLOCK_SKEW = TABLE.field("/clock_skew_seconds", MemberType.duration(SECOND, 0, TrustedIssuer.GREATEST_CLOCK_SKEW.toSeconds()), TrustedIssuer::clockSkew)
            .standard(Duration.ofSeconds(30))
            .stored("clock_skew", Duration.ZERO)
            .add();

    private static final Field<TrustedIssuer, IssuerFrame, Duration> MAX_LIFETIME = TABLE.field("/max_lifetime_seconds", MemberType.duration(SECOND, 1, LONGEST_LIFETIME_SECONDS), TrustedIssuer::maxLifetime)
            .standard(DEFAULT_MAX_LIFETIME)
            .stored("max_lifetime", DEFAULT_MAX_LIFETIME)
            .add();

    private static final Field<TrustedIssuer, IssuerFrame, Optional<Boolean>> IAT_VALIDATE = TABLE.field("/iat/validate", MemberType.flag().optional(), issuer -> issuer.issuedAt().validate())
            .standard(Optional.empty())
            .stored("iat_validate")
            .add();

    private static final Field<TrustedIssuer, IssuerFrame, Optional<Duration>> IAT_VALIDITY = TABLE.field("/iat/validity_minutes", MemberType.duration(Duration.ofMinutes(1), 1, LONGEST_VALIDITY_MINUTES).optional(), issuer -> issuer.issuedAt().validity())
            .standard(Optional.empty())
            .stored("iat_validity")
            .add();

    private static final Field<TrustedIssuer, IssuerFrame, Boolean> IAT_REQUIRE = TABLE.field("/iat/require", MemberType.flag(), issuer -> issuer.issuedAt().require())
            .standard(false)
            .stored("iat_require", false)
            .add();

    private static final Field<TrustedIssuer, IssuerFrame, Boolean> REQUIRE_JTI = TABLE.field("/replay/require_jti", MemberType.flag(), issuer -> issuer.replay().requireJti())
            .standard(false)
            .stored("require_jti", true)
            .add();

    private static final Field<TrustedIssuer, IssuerFrame, Boolean> ALLOW_REUSE = TABLE.field("/replay/allow_reuse", MemberType.flag(), issuer -> issuer.replay().allowReuse())
            .standard(false)
            .stored("allow_reuse", false)
            .add();

    private static final Field<TrustedIssuer, IssuerFrame, List<String>> TYPES = TABLE.field("/types", PolicyMembers.TYPES, TrustedIssuer::types)
            .standard(List.of())
            .stored("types", List.of())
            .add();

    private static final Field<TrustedIssuer, IssuerFrame, SubjectMapping> SUBJECT = TABLE.field("/subject", SubjectMembers.TYPE, TrustedIssuer::subject)
            .standard(new SubjectMapping.IssuerScoped())
            .stored("subject")
            .add();

    private static final Field<TrustedIssuer, IssuerFrame, List<String>> CONDITIONS = TABLE.field("/conditions", PolicyMembers.CONDITIONS, TrustedIssuer::conditions)
            .standard(List.of())
            .stored("conditions", List.of())
            .add();

    private static final Field<TrustedIssuer, IssuerFrame, List<ClaimMapping>> CLAIMS = TABLE.field("/claims", PolicyMembers.CLAIMS, TrustedIssuer::claims)
            .standard(List.of())
            .stored("claims", List.of())
            .add();

    private static final Field<TrustedIssuer, IssuerFrame, Optional<ScopeSet>> SCOPES = TABLE.field("/scopes", ScopeMembers.TYPE.optional(), TrustedIssuer::scopes)
            .standard(Optional.empty())
            .stored("scopes")
            .add();

    private static final Field<TrustedIssuer, IssuerFrame, Optional<ScopeClaim>> SCOPE_CLAIM = TABLE.field("/scope_claim", PolicyMembers.SCOPE_CLAIM, TrustedIssuer::scopeClaim)
            .standard(Optional.empty())
            .stored("scope_claim")
            .add();

    private static final Field<TrustedIssuer, IssuerFrame, Boolean> BOUND_BY_ASSERTION = TABLE.field("/bound_by_assertion", MemberType.flag(), TrustedIssuer::boundByAssertion)
            .standard(false)
            .stored("bound_by_assertion", true)
            .add();

    private static final Field<TrustedIssuer, IssuerFrame, Optional<PresetUse>> PRESET = TABLE.field("/preset", PresetMembers.TYPE, TrustedIssuer::preset)
            .standard(Optional.empty())
            .readBy((input, _) -> input.frame().use())
            .stored("preset")
            .add();

    private static final Field<TrustedIssuer, IssuerFrame, Optional<Map<String, String>>> PRESET_PARAMETERS = TABLE.field("/preset_parameters", PresetMembers.PARAMETERS_TYPE, issuer -> issuer.preset().map(PresetUse::parameters))
            .standard(Optional.empty())
            .readBy((input, _) -> input.frame().use().map(PresetUse::parameters))
            .add();

    private static final Field<TrustedIssuer, IssuerFrame, Boolean> ALLOW_ANY_TENANT = TABLE.field("/allow_any_tenant", MemberType.flag(), TrustedIssuer::allowAnyTenant)
            .standard(false)
            .stored("allow_any_tenant", false)
            .add();

    private static final Field<TrustedIssuer, IssuerFrame, Instant> CREATED_AT = TABLE.field("/created_at", MemberType.instant(), TrustedIssuer::createdAt)
            .stored("created_at")
            .readOnly()
            .add();

    private static final Field<TrustedIssuer, IssuerFrame, Instant> UPDATED_AT = TABLE.field("/updated_at", MemberType.instant(), TrustedIssuer::updatedAt)
            .stored("updated_at")
            .readOnly()
            .add();

    private IssuerFields() {}

    /** Every member, in the order in which they are documented: what the API answers and the audit keeps. */
    public static Map<String, Object> document(TrustedIssuer issuer) {
        return TABLE.document(issuer);
    }

    /** The members that have a default, with it. */
    static Map<String, Object> defaults() {
        return TABLE.defaults();
    }

    /** The names that a document may have. */
    static Set<String> names() {
        return TABLE.names();
    }

    /** The issuer as the text of its column. */
    public static String stored(TrustedIssuer issuer) {
        return TABLE.stored(issuer);
    }

    /** @throws IllegalArgumentException when the text is no such document, or of a form this version does not know */
    public static TrustedIssuer ofStored(String json) {
        return issuer(TABLE.stored(json));
    }

    /** Reads an issuer; members that are read-only are passed over. */
    static TrustedIssuer read(InputMembers members, IssuerFrame frame, List<Problem> problems, List<Problem> warnings) {
        FieldValues values = TABLE.read(members, frame, problems, warnings);
        values.put(ID, frame.id());
        values.put(CREATED_AT, frame.createdAt());
        values.put(UPDATED_AT, frame.updatedAt());
        return issuer(values);
    }

    private static TrustedIssuer issuer(FieldValues values) {
        return new TrustedIssuer(
                values.get(ID),
                values.get(NAME),
                values.get(DESCRIPTION),
                values.get(ENABLED),
                values.get(ISSUER),
                values.get(ALIAS),
                values.get(AUDIENCES),
                values.get(KEYS),
                values.get(ALGORITHMS),
                values.get(SINGLE_AUDIENCE),
                values.get(CLOCK_SKEW),
                values.get(MAX_LIFETIME),
                new IssuedAtRule(values.get(IAT_VALIDATE), values.get(IAT_VALIDITY), values.get(IAT_REQUIRE)),
                new ReplayRule(values.get(REQUIRE_JTI), values.get(ALLOW_REUSE)),
                values.get(TYPES),
                values.get(SUBJECT),
                values.get(CONDITIONS),
                values.get(CLAIMS),
                values.get(SCOPES),
                values.get(SCOPE_CLAIM),
                values.get(BOUND_BY_ASSERTION),
                values.get(PRESET),
                values.get(ALLOW_ANY_TENANT),
                values.get(CREATED_AT),
                values.get(UPDATED_AT));
    }
}
