package dev.countersign.server.registry.kind;

import static dev.countersign.server.registry.field.Field.choice;
import static dev.countersign.server.registry.field.MemberType.*;

import dev.countersign.core.idjag.IdJagRule;
import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.keys.KeySource;
import dev.countersign.core.oauth.Audience;
import dev.countersign.core.oauth.IssuerId;
import dev.countersign.core.oauth.IssuerIdentifier;
import dev.countersign.core.trust.TrustedIssuer;
import dev.countersign.core.trust.TrustedIssuer.AudienceRule;
import dev.countersign.core.trust.TrustedIssuer.ClientRule;
import dev.countersign.core.trust.TrustedIssuer.ExchangeRule;
import dev.countersign.core.trust.TrustedIssuer.GrantRules;
import dev.countersign.core.trust.TrustedIssuer.IssuedAtRule;
import dev.countersign.core.trust.TrustedIssuer.PresetUse;
import dev.countersign.core.trust.TrustedIssuer.Registration;
import dev.countersign.core.trust.TrustedIssuer.ReplayRule;
import dev.countersign.core.trust.TrustedIssuer.SecurityEventRule;
import dev.countersign.core.trust.TrustedIssuer.Verification;
import dev.countersign.server.registry.field.Field;
import dev.countersign.server.registry.field.FieldTable;
import dev.countersign.server.registry.field.FieldValues;
import dev.countersign.server.registry.keys.KeySourceMembers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Table of the members of a trusted token issuer. A new member needs a component of {@link TrustedIssuer} or of one of
 * its groups, a row here, and an argument in the constructor call below.
 */
public final class IssuerFields {
    private static final Duration DEFAULT_MAX_LIFETIME = Duration.ofHours(24);

    private static final String IDENTITY = "Who it is";
    private static final String KEYS_GROUP = "Its keys";
    private static final String RULES = "What its assertions must be like";

    public static final FieldTable<TrustedIssuer, IssuerFrame> TABLE =
            new FieldTable<>("trusted_token_issuer", Set.of("warnings"), IssuerFields::issuer);

    private static final Field<?, ?, IssuerId> ID = TABLE.field(
                    "/id", id().map(IssuerId::new, IssuerId::value), TrustedIssuer::id)
            .readBy((input, _) -> input.frame().id())
            .stored("id")
            .readOnly()
            .add();
    private static final Field<?, ?, String> NAME = TABLE.field(
                    "/name", text(IdentityMembers.NAME), TrustedIssuer::name)
            .readBy(IdentityMembers::name)
            .stored("name")
            .described("Printable characters without a colon; unique.")
            .form(
                    "general",
                    "Trusted token issuer name",
                    "A unique name of the issuer. Used as a prefix of the subject in access tokens, unless the policy says otherwise: a new name changes the subjects.")
            .add();
    private static final Field<?, ?, String> DESCRIPTION = TABLE.field(
                    "/description", IdentityMembers.DESCRIPTION, TrustedIssuer::description)
            .standard("")
            .stored("description", "")
            .option(IDENTITY, "--description", "TEXT", "For people.")
            .form("notes", "Description", "Notes for other administrators. Optional.")
            .add();
    private static final Field<?, ?, Boolean> ENABLED = TABLE.field("/enabled", flag(), TrustedIssuer::enabled)
            .standard(true)
            .stored("enabled", false)
            .add();
    private static final Field<?, ?, IssuerIdentifier> ISSUER = TABLE.field(
                    "/issuer",
                    text(IdentityMembers.IDENTIFIER).map(IssuerIdentifier::new, IssuerIdentifier::value),
                    TrustedIssuer::issuer)
            .readBy(IdentityMembers::issuer)
            .stored("issuer")
            .described("The iss of its assertions, compared character by character; unique.")
            .option(IDENTITY, "--issuer", "URL", "The iss of its assertions, character by character.")
            .form("general", "Issuer", "A unique issuer value: exactly the value of the claim iss in its tokens.")
            .add();
    private static final Field<?, ?, Optional<Audience>> ALIAS = TABLE.field(
                    "/alias",
                    text(IdentityMembers.IDENTIFIER)
                            .map(Audience::new, Audience::value)
                            .optional(),
                    issuer -> issuer.audience().alias())
            .standard(Optional.empty())
            .readBy(IdentityMembers::alias)
            .stored("alias")
            .described("A further accepted aud.")
            .option(IDENTITY, "--alias", "AUDIENCE", "Another aud that its assertions may name us by.")
            .form("general", "Alias", "A further accepted value of the claim aud. Optional.")
            .add();
    private static final Field<?, ?, List<Audience>> AUDIENCES = TABLE.field(
                    "/audiences",
                    list(TrustedIssuer.MOST_AUDIENCES, IdentityMembers.IDENTIFIER, Audience::new, Audience::value),
                    issuer -> issuer.audience().audiences())
            .standard(List.of())
            .readBy(IdentityMembers::audiences)
            .stored("audiences", List.of())
            .described("Further accepted values of aud, beside alias.")
            .option(IDENTITY, "--audience", "AUDIENCE", "Further aud that its assertions may have; repeatable.")
            .form(
                    "general",
                    "Further audiences",
                    "Other accepted values of the claim aud, one per line, for example the client ids of two clients of the issuer.")
            .add();
    private static final Field<?, ?, KeySource> KEYS = TABLE.field(
                    "/keys",
                    KeySourceMembers.ISSUER_KEYS,
                    issuer -> issuer.verification().keys())
            .readBy((input, _) -> input.frame().keys(input))
            .stored("keys")
            .add();
    private static final Field<?, ?, Set<Algorithm>> ALGORITHMS = TABLE.field(
                    "/algorithms",
                    PolicyMembers.ALGORITHMS,
                    issuer -> issuer.verification().algorithms())
            .standard(PolicyMembers.DEFAULT_ALGORITHMS)
            .stored("algorithms", Set.of())
            .option(KEYS_GROUP, "--algorithm", "ALG", "An algorithm its assertions may be signed with; repeatable.")
            .form("signature", "Algorithms", "")
            .add();
    private static final Field<?, ?, Boolean> SINGLE_AUDIENCE = TABLE.field(
                    "/audience/single", flag(), issuer -> issuer.audience().single())
            .standard(false)
            .stored("single_audience", true)
            .option(RULES, "--single-audience", "", "An assertion must name this server as its only audience.")
            .form(
                    "audience",
                    "Require this server as the only audience",
                    "Tokens that also name another audience are refused.")
            .add();
    private static final Field<?, ?, Duration> CLOCK_SKEW = TABLE.field(
                    "/clock_skew_seconds",
                    seconds(0, TrustedIssuer.GREATEST_CLOCK_SKEW),
                    issuer -> issuer.verification().clockSkew())
            .standard(Duration.ofSeconds(30))
            .stored("clock_skew", Duration.ZERO)
            .option(RULES, "--clock-skew", "TIME", "How far its clock may be off: 30, 90s, 2m.")
            .form(
                    "audience",
                    "Clock skew (seconds)",
                    "The tolerated difference between the clocks of the issuer and this server.")
            .add();
    private static final Field<?, ?, Duration> MAX_LIFETIME = TABLE.field(
                    "/max_lifetime_seconds",
                    seconds(1, Duration.ofDays(3650)),
                    issuer -> issuer.verification().maxLifetime())
            .standard(DEFAULT_MAX_LIFETIME)
            .stored("max_lifetime", DEFAULT_MAX_LIFETIME)
            .option(RULES, "--max-lifetime", "TIME", "The longest time from iat to exp: 3600, 24h.")
            .form("audience", "Maximum lifetime (seconds)", "From iat (or the current time if there is no iat) to exp.")
            .add();
    private static final Field<?, ?, Optional<Boolean>> IAT_VALIDATE = TABLE.field(
                    "/iat/validate",
                    flag().optional(),
                    issuer -> issuer.verification().issuedAt().validate())
            .standard(Optional.empty())
            .stored("iat_validate")
            .described("null: the server's setting.")
            .option(RULES, "--validate-iat", "", "Refuse assertions that were issued long ago.")
            .form(
                    "audience",
                    "Age of the token (iat)",
                    "",
                    choice("", "Server default", ""),
                    choice("true", "Check", ""),
                    choice("false", "Ignore", ""))
            .add();
    private static final Field<?, ?, Optional<Duration>> IAT_VALIDITY = TABLE.field(
                    "/iat/validity_minutes",
                    minutes(1, Duration.ofDays(365)).optional(),
                    issuer -> issuer.verification().issuedAt().validity())
            .standard(Optional.empty())
            .stored("iat_validity")
            .option(RULES, "--iat-validity", "MINUTES", "How long ago that is.")
            .form("audience", "Maximum age (minutes)", "Empty: server default.")
            .add();
    private static final Field<?, ?, Boolean> IAT_REQUIRE = TABLE.field(
                    "/iat/require",
                    flag(),
                    issuer -> issuer.verification().issuedAt().require())
            .standard(false)
            .stored("iat_require", false)
            .described("Refuse assertions without iat.")
            .option(RULES, "--require-iat", "", "Every assertion must have an iat.")
            .form("audience", "Require iat", "If this is off, the age of a token without iat is not checked.")
            .add();
    private static final Field<?, ?, Boolean> REQUIRE_JTI = TABLE.field(
                    "/replay/require_jti",
                    flag(),
                    issuer -> issuer.verification().replay().requireJti())
            .standard(false)
            .stored("require_jti", true)
            .option(RULES, "--require-jti", "", "Every assertion must have a jti.")
            .form("replay", "Require jti", "If this is off, a token without jti is identified by its hash.")
            .add();
    private static final Field<?, ?, Boolean> ALLOW_REUSE = TABLE.field(
                    "/replay/allow_reuse",
                    flag(),
                    issuer -> issuer.verification().replay().allowReuse())
            .standard(false)
            .stored("allow_reuse", false)
            .option(RULES, "--allow-reuse", "", "An assertion may be presented many times, as Kubernetes' are.")
            .form("replay", "Accept a token more than once", "")
            .add();
    private static final Field<?, ?, List<String>> TYPES = TABLE.field(
                    "/types",
                    PolicyMembers.TYPES,
                    issuer -> issuer.verification().types())
            .standard(List.of())
            .stored("types", List.of())
            .described("The accepted typ; none means absent or JWT.")
            .option(RULES, "--type", "TYP", "A typ that its assertions may have; repeatable.")
            .form("signature", "Types (typ)", "One per line. Empty: accepts JWT and tokens without typ.")
            .add();
    private static final Function<FieldValues, IdJagRule> ID_JAG =
            TABLE.part(IdJagFields.TABLE, issuer -> issuer.verification().idJag());
    private static final Function<FieldValues, GrantRules> GRANTS =
            TABLE.part(GrantRuleFields.TABLE, TrustedIssuer::grants);
    private static final Field<?, ?, Boolean> EVENTS_ENABLED = TABLE.field(
                    "/security_events/enabled",
                    flag(),
                    issuer -> issuer.securityEvents().enabled())
            .standard(false)
            .stored("security_events", false)
            .described(
                    "It pushes security event tokens to /events/{id} (RFC 8935): they revoke tokens and block subjects.")
            .option(RULES, "--security-events", "", "Receive its security event tokens (RFC 8935).")
            .form(
                    "events",
                    "Receive security events",
                    "The issuer pushes security event tokens (RFC 8935) that revoke the tokens of a subject, or block it.")
            .add();
    private static final Field<?, ?, Optional<Audience>> EVENTS_AUDIENCE = TABLE.field(
                    "/security_events/audience",
                    text(IdentityMembers.IDENTIFIER)
                            .map(Audience::new, Audience::value)
                            .optional(),
                    issuer -> issuer.securityEvents().audience())
            .standard(Optional.empty())
            .readBy(IdentityMembers::eventAudience)
            .stored("security_events_audience")
            .described("The aud of its security event tokens; required when they are enabled.")
            .option(RULES, "--security-events-audience", "AUDIENCE", "The aud of its security event tokens.")
            .form("events", "Audience of security events", "The value of the claim aud in its security event tokens.")
            .add();
    private static final Function<FieldValues, ClientRule> CLIENTS =
            TABLE.part(ClientRuleFields.TABLE, TrustedIssuer::clients);
    private static final Function<FieldValues, ExchangeRule> EXCHANGE = ExchangeFields.addTo(TABLE);
    private static final Field<?, ?, Optional<PresetUse>> PRESET = TABLE.field(
                    "/preset",
                    PresetMembers.TYPE,
                    issuer -> issuer.registration().preset())
            .standard(Optional.empty())
            .readBy((input, _) -> input.frame().use())
            .stored("preset")
            .described("The name of a preset, which fills in what is absent and refuses what contradicts it.")
            .option(
                    IDENTITY,
                    "--preset",
                    "NAME",
                    "Fill in what is known of a common issuer: issuer presets lists them.")
            .add();

    @SuppressWarnings("UnusedVariable") // the table has it
    private static final Field<?, ?, Optional<Map<String, String>>> PRESET_PARAMETERS = TABLE.field(
                    "/preset_parameters",
                    PresetMembers.PARAMETERS_TYPE,
                    issuer -> issuer.registration().preset().map(PresetUse::parameters))
            .standard(Optional.empty())
            .readBy((input, _) -> input.frame().use().map(PresetUse::parameters))
            .described("What the preset asks for, such as a tenant.")
            .add();

    private static final Field<?, ?, Boolean> ALLOW_ANY_TENANT = TABLE.field(
                    "/allow_any_tenant", flag(), issuer -> issuer.registration().allowAnyTenant())
            .standard(false)
            .stored("allow_any_tenant", false)
            .described("Trust every tenant of an issuer that many share, though no condition names one.")
            .option(IDENTITY, "--allow-any-tenant", "", "Trust every tenant of an issuer that many share.")
            .form(
                    "grants",
                    "Trust every tenant",
                    "For issuers shared by many tenants. Without a condition that names your tenant, anyone with an account at the service is trusted.")
            .add();
    private static final Field<?, ?, Instant> CREATED_AT = TABLE.field(
                    "/created_at", instant(), TrustedIssuer::createdAt)
            .readBy((input, _) -> input.frame().createdAt())
            .stored("created_at")
            .readOnly()
            .add();
    private static final Field<?, ?, Instant> UPDATED_AT = TABLE.field(
                    "/updated_at", instant(), TrustedIssuer::updatedAt)
            .readBy((input, _) -> input.frame().updatedAt())
            .stored("updated_at")
            .readOnly()
            .add();

    private IssuerFields() {}

    /** All members in documented order, as in responses of the API and in the audit. */
    public static Map<String, Object> document(TrustedIssuer issuer) {
        return TABLE.document(issuer);
    }

    /** The issuer with another default application. */
    public static TrustedIssuer withDefaultApplication(TrustedIssuer issuer, String application, Instant now) {
        return TABLE.with(issuer, values -> {
            values.put(ClientRuleFields.DEFAULT, Optional.of(application));
            values.put(UPDATED_AT, now);
        });
    }

    private static TrustedIssuer issuer(FieldValues values) {
        return new TrustedIssuer(
                values.get(ID),
                values.get(NAME),
                values.get(DESCRIPTION),
                values.get(ENABLED),
                values.get(ISSUER),
                new AudienceRule(values.get(ALIAS), values.get(AUDIENCES), values.get(SINGLE_AUDIENCE)),
                verification(values),
                GRANTS.apply(values),
                new SecurityEventRule(values.get(EVENTS_ENABLED), values.get(EVENTS_AUDIENCE)),
                CLIENTS.apply(values),
                EXCHANGE.apply(values),
                new Registration(values.get(PRESET), values.get(ALLOW_ANY_TENANT)),
                values.get(CREATED_AT),
                values.get(UPDATED_AT));
    }

    private static Verification verification(FieldValues values) {
        return new Verification(
                values.get(KEYS),
                values.get(ALGORITHMS),
                values.get(TYPES),
                values.get(CLOCK_SKEW),
                values.get(MAX_LIFETIME),
                new IssuedAtRule(values.get(IAT_VALIDATE), values.get(IAT_VALIDITY), values.get(IAT_REQUIRE)),
                new ReplayRule(values.get(REQUIRE_JTI), values.get(ALLOW_REUSE)),
                ID_JAG.apply(values));
    }
}
