package dev.countersign.server.registry.kind;

import static dev.countersign.server.registry.field.Field.choice;
import static dev.countersign.server.registry.field.MemberType.choice;
import static dev.countersign.server.registry.field.MemberType.flag;
import static dev.countersign.server.registry.field.MemberType.id;
import static dev.countersign.server.registry.field.MemberType.instant;
import static dev.countersign.server.registry.field.MemberType.list;
import static dev.countersign.server.registry.field.MemberType.seconds;
import static dev.countersign.server.registry.field.MemberType.text;

import dev.countersign.core.client.AccessTokenTyp;
import dev.countersign.core.client.AccessTokenType;
import dev.countersign.core.client.AuthenticationMethod;
import dev.countersign.core.client.ClientKeys;
import dev.countersign.core.client.ClientSecret;
import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.client.RegisteredClient.AccessTokenSettings;
import dev.countersign.core.client.RegisteredClient.RefreshTokenSettings;
import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.oauth.ApplicationId;
import dev.countersign.core.oauth.Audience;
import dev.countersign.core.oauth.ClientId;
import dev.countersign.core.oauth.GrantType;
import dev.countersign.core.oauth.ScopeSet;
import dev.countersign.server.registry.field.Field;
import dev.countersign.server.registry.field.FieldTable;
import dev.countersign.server.registry.field.FieldValues;
import dev.countersign.server.registry.field.MemberType;
import dev.countersign.server.registry.field.TextRule;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Registered members of an application. A new member is a row here, and its rule in core. */
public final class ApplicationFields {
    public static final Duration DEFAULT_LIFETIME = Duration.ofHours(1);
    public static final Duration LONGEST_LIFETIME = Duration.ofDays(1);

    public static final TextRule CLIENT_ID_RULE =
            TextRule.of(255, TextRule::isVisibleAscii, "visible ASCII characters");
    private static final TextRule NAME_RULE = TextRule.name();
    private static final MemberType<List<Audience>> AUDIENCE_LIST =
            list(100, TextRule.anyText(2000), Audience::new, Audience::value);

    /** Algorithms of the server's tokens: one key of each is generated at the first start. */
    private static final List<Algorithm> SIGNING = List.of(Algorithm.RS256, Algorithm.ES256, Algorithm.EDDSA);

    private static final String REQUESTS = "What it may ask for";
    private static final String AUTHENTICATION = "How it authenticates";
    private static final String TOKENS = "Its tokens";

    public static final FieldTable<RegisteredClient, ApplicationFrame> TABLE =
            new FieldTable<>("application", Set.of("client_secret", "warnings"), ApplicationFields::application);

    private static final Field<RegisteredClient, ApplicationFrame, ApplicationId> ID = TABLE.field(
                    "/id", id().map(ApplicationId::new, ApplicationId::value), RegisteredClient::id)
            .readBy((input, _) -> input.frame().id())
            .stored("id")
            .readOnly()
            .add();
    private static final Field<RegisteredClient, ApplicationFrame, String> NAME = TABLE.field(
                    "/name", text(NAME_RULE), RegisteredClient::name)
            .readBy((input, name) ->
                    input.members().requiredText(name, NAME_RULE).orElse("?"))
            .stored("name")
            .described("Unique.")
            .form("general", "Name", "A unique name. You can change it later.")
            .add();
    public static final Field<RegisteredClient, ApplicationFrame, Boolean> ENABLED = TABLE.field(
                    "/enabled", flag(), RegisteredClient::enabled)
            .standard(true)
            .stored("enabled", false)
            .add();
    private static final Field<RegisteredClient, ApplicationFrame, ClientId> CLIENT_ID = TABLE.field(
                    "/client_id", text(CLIENT_ID_RULE).map(ClientId::new, ClientId::value), RegisteredClient::clientId)
            .readBy((input, _) -> input.frame().clientId())
            .stored("client_id")
            .described("Given or generated at registration; never changes.")
            .add();
    public static final Field<RegisteredClient, ApplicationFrame, AuthenticationMethod> AUTHENTICATION_METHOD =
            TABLE.field(
                            "/token_endpoint_auth_method",
                            choice(List.of(AuthenticationMethod.values()), AuthenticationMethod::value),
                            RegisteredClient::authenticationMethod)
                    .standard(AuthenticationMethod.CLIENT_SECRET_BASIC)
                    .stored("authentication_method")
                    .option(
                            AUTHENTICATION,
                            "--auth-method",
                            "METHOD",
                            "client_secret_basic (the default), client_secret_post, private_key_jwt.")
                    .form("authentication", "Client authentication", "", ApplicationChoices.authentication())
                    .add();
    private static final Field<RegisteredClient, ApplicationFrame, Optional<Algorithm>> ASSERTION_ALGORITHM =
            TABLE.field(
                            "/token_endpoint_auth_signing_alg",
                            choice(List.of(Algorithm.values()), Algorithm::value)
                                    .optional(),
                            application -> application.keys().flatMap(ClientKeys::algorithm))
                    .standard(Optional.empty())
                    .stored("assertion_algorithm")
                    .described(
                            "With private_key_jwt: the one algorithm of its client assertions; null: any that fits its key.")
                    .form(
                            "keys",
                            "Client assertion algorithm",
                            "For example ES256. Empty: any algorithm that fits the key.")
                    .add();
    public static final Field<RegisteredClient, ApplicationFrame, Optional<ClientKeys.Source>> KEYS = TABLE.field(
                    "/jwks",
                    ClientKeyMembers.JWKS,
                    application -> application.keys().map(ClientKeys::source))
            .standard(Optional.empty())
            .readBy((input, _) -> ClientKeyMembers.read(input, input.values().get(AUTHENTICATION_METHOD)))
            .stored(ClientKeyMembers::store, ClientKeyMembers::ofStored, Optional.empty())
            .described("With private_key_jwt: its public keys (RFC 7517 §5), or else jwks_url.")
            .form("keys", "Public keys (JWK set)", "A JSON object with the array keys. Do not enter a private key.")
            .add();

    @SuppressWarnings("UnusedVariable") // the table has it
    private static final Field<RegisteredClient, ApplicationFrame, Optional<ClientKeys.Source>> JWKS_URL = TABLE.field(
                    "/jwks_url",
                    ClientKeyMembers.JWKS_URL,
                    application -> application.keys().map(ClientKeys::source))
            .standard(Optional.empty())
            .described("With private_key_jwt: where it publishes its keys, or else jwks.")
            .option(AUTHENTICATION, "--jwks-url", "URL", "Where it publishes its keys, for private_key_jwt.")
            .form(
                    "keys",
                    "JWKS URL of the application",
                    "The URL at which the application publishes its public keys. Alternatively, enter the keys below.")
            .add();

    public static final Field<RegisteredClient, ApplicationFrame, Set<GrantType>> GRANT_TYPES = TABLE.field(
                    "/grant_types", GrantTypeMembers.TYPE, RegisteredClient::grantTypes)
            .standard(Set.of(GrantType.JWT_BEARER))
            .stored("grant_types", Set.of())
            .option(REQUESTS, "--grant-type", "GRANT", "jwt-bearer (the default) or client_credentials; repeatable.")
            .form("grants", "Allowed grant types", "", ApplicationChoices.grants())
            .add();
    public static final Field<RegisteredClient, ApplicationFrame, Optional<Set<String>>> TRUSTED_ISSUERS = TABLE.field(
                    "/trusted_token_issuers", IssuerNameMembers.TYPE, RegisteredClient::trustedIssuers)
            .standard(Optional.empty())
            .readBy(IssuerNameMembers::read)
            .stored(IssuerNameMembers::store, IssuerNameMembers::ofStored, null)
            .described("Names; null: all, empty: none.")
            .option(REQUESTS, "--trusted-issuer", "NAME", "An issuer whose assertions it may present; repeatable.")
            .add();
    public static final Field<RegisteredClient, ApplicationFrame, ScopeSet> SCOPES = TABLE.field(
                    "/scopes", ScopeMembers.TYPE, RegisteredClient::scopes)
            .standard(ScopeSet.EMPTY)
            .stored("scopes", ScopeSet.EMPTY)
            .option(REQUESTS, "--scope", "SCOPE", "A scope that it may ask for; repeatable.")
            .form("scopes", "Scopes", "The scopes that its tokens can have, separated by spaces.")
            .add();
    private static final Field<RegisteredClient, ApplicationFrame, ScopeSet> DEFAULT_SCOPES = TABLE.field(
                    "/default_scopes", ScopeMembers.TYPE, RegisteredClient::defaultScopes)
            .standard(ScopeSet.EMPTY)
            .readBy((input, name) ->
                    ScopeMembers.within(input.members(), name, input.values().get(SCOPES)))
            .stored("default_scopes", ScopeSet.EMPTY)
            .option(REQUESTS, "--default-scope", "SCOPE", "A scope that it gets when it asks for none; repeatable.")
            .form("reach", "Default scopes", "Granted to a request that names no scope.")
            .add();
    public static final Field<RegisteredClient, ApplicationFrame, List<Audience>> AUDIENCES = TABLE.field(
                    "/audiences", AUDIENCE_LIST, RegisteredClient::audiences)
            .standard(List.of())
            .stored("audiences", List.of())
            .described("Empty: this server's own issuer identifier.")
            .option(REQUESTS, "--audience", "AUDIENCE", "An aud of its access tokens; repeatable.")
            .form(
                    "reach",
                    "Audiences",
                    "The audiences that its tokens can have, one per line. Empty: the issuer identifier of this server.")
            .add();
    private static final Field<RegisteredClient, ApplicationFrame, List<Audience>> INTROSPECT_AUDIENCES = TABLE.field(
                    "/introspect_audiences", AUDIENCE_LIST, RegisteredClient::introspectAudiences)
            .standard(List.of())
            .stored("introspect_audiences", List.of())
            .described("The audiences whose tokens it may introspect beside its own (RFC 7662).")
            .option(REQUESTS, "--introspect-audience", "AUDIENCE", "Whose tokens it may introspect; repeatable.")
            .form(
                    "reach",
                    "Audiences it can introspect",
                    "The audiences whose tokens it can introspect in addition to its own, one per line.")
            .add();
    private static final Field<RegisteredClient, ApplicationFrame, AccessTokenType> TOKEN_TYPE = TABLE.field(
                    "/access_token/type",
                    choice(List.of(AccessTokenType.values()), AccessTokenType::value),
                    application -> application.accessToken().type())
            .standard(AccessTokenType.JWT)
            .stored("token_type", AccessTokenType.JWT)
            .option(TOKENS, "--token-type", "TYPE", "What its access tokens are: jwt (the default) or opaque.")
            .form(
                    "tokens",
                    "Access token format",
                    "",
                    choice("jwt", "JWT", "Any service can validate it with the public keys of this server."),
                    choice(
                            "opaque",
                            "Opaque",
                            "A random string that only introspection can validate. Revocation takes effect everywhere immediately."))
            .add();
    private static final Field<RegisteredClient, ApplicationFrame, Duration> TOKEN_LIFETIME = TABLE.field(
                    "/access_token/lifetime_seconds",
                    seconds(1, LONGEST_LIFETIME),
                    application -> application.accessToken().lifetime())
            .standard(DEFAULT_LIFETIME)
            .stored("token_lifetime")
            .option(TOKENS, "--token-lifetime", "TIME", "How long its access tokens live: 3600, 15m, 1h.")
            .form("tokens", "Access token lifetime (seconds)", "")
            .add();
    private static final Field<RegisteredClient, ApplicationFrame, Algorithm> TOKEN_ALGORITHM = TABLE.field(
                    "/access_token/signing_alg",
                    choice(SIGNING, Algorithm::value),
                    application -> application.accessToken().signingAlgorithm())
            .standard(Algorithm.RS256)
            .stored("token_algorithm")
            .option(
                    TOKENS,
                    "--signing-algorithm",
                    "ALG",
                    "What its access tokens are signed with: RS256, ES256, EdDSA.")
            .form(
                    "tokens",
                    "Access token signature",
                    "",
                    choice("RS256", "RS256", "Supported by all verifiers."),
                    choice("ES256", "ES256", "Smaller tokens, faster to sign."),
                    choice("EdDSA", "EdDSA", "Fastest to sign. Verifiers must support Ed25519."))
            .add();
    private static final Field<RegisteredClient, ApplicationFrame, AccessTokenTyp> TOKEN_TYP = TABLE.field(
                    "/access_token/typ",
                    choice(List.of(AccessTokenTyp.values()), AccessTokenTyp::value),
                    application -> application.accessToken().typ())
            .standard(AccessTokenTyp.AT_JWT)
            .stored("token_typ", AccessTokenTyp.AT_JWT)
            .described("The typ of signed tokens; JWT for resource servers that accept nothing else.")
            .option(TOKENS, "--token-typ", "TYP", "The typ of signed access tokens: at+jwt (the default) or JWT.")
            .form(
                    "tokens",
                    "Access token type (typ)",
                    "",
                    choice(
                            "at+jwt",
                            "at+jwt",
                            "The type of RFC 9068. It prevents other JWTs from being accepted as access tokens."),
                    choice(
                            "JWT",
                            "JWT",
                            "For resource servers that accept no other type, such as Spring Boot with only issuer-uri."))
            .add();
    private static final Field<RegisteredClient, ApplicationFrame, Boolean> REFRESH_TOKENS = TABLE.field(
                    "/refresh_token/enabled",
                    flag(),
                    application -> application.refreshToken().enabled())
            .standard(false)
            .stored("refresh_tokens", false)
            .described("Whether it gets refresh tokens for assertions.")
            .option(TOKENS, "--refresh-tokens", "", "It gets refresh tokens for assertions.")
            .form(
                    "refresh",
                    "Issue refresh tokens for assertions",
                    "Each refresh token can be used once. If one is presented twice, all of them are revoked. The issuer and the application are checked again at every refresh.")
            .add();
    private static final Field<RegisteredClient, ApplicationFrame, Duration> REFRESH_LIFETIME = TABLE.field(
                    "/refresh_token/lifetime_seconds",
                    seconds(1, Duration.ofDays(365)),
                    application -> application.refreshToken().lifetime())
            .standard(RefreshTokenSettings.NONE.lifetime())
            .stored("refresh_lifetime", RefreshTokenSettings.NONE.lifetime())
            .described("From the exchange on; a refresh does not prolong it.")
            .option(TOKENS, "--refresh-lifetime", "TIME", "How long after the exchange they end: 86400, 8h.")
            .form(
                    "refresh",
                    "Refresh token lifetime (seconds)",
                    "Counted from the exchange of the assertion. A refresh does not extend it.")
            .add();
    public static final Field<RegisteredClient, ApplicationFrame, List<ClientSecret>> SECRETS = TABLE.field(
                    "/secrets", SecretRules.TYPE, RegisteredClient::secrets)
            .readBy((input, _) -> input.frame().secrets())
            .readOnly()
            .add();
    private static final Field<RegisteredClient, ApplicationFrame, Instant> CREATED_AT = TABLE.field(
                    "/created_at", instant(), RegisteredClient::createdAt)
            .readBy((input, _) -> input.frame().createdAt())
            .stored("created_at")
            .readOnly()
            .add();
    public static final Field<RegisteredClient, ApplicationFrame, Instant> UPDATED_AT = TABLE.field(
                    "/updated_at", instant(), RegisteredClient::updatedAt)
            .readBy((input, _) -> input.frame().updatedAt())
            .stored("updated_at")
            .readOnly()
            .add();

    private ApplicationFields() {}

    /** All members in documented order, with the last uses stored in the secrets themselves. */
    public static Map<String, Object> document(RegisteredClient application) {
        return TABLE.document(application);
    }

    /**
     * All members in documented order. For its secrets they contain ids and dates, never a hash.
     *
     * @param lastUses by the id of the secret
     */
    public static Map<String, Object> document(RegisteredClient application, Map<String, Instant> lastUses) {
        Map<String, Object> document = document(application);
        document.put("secrets", SecretRules.document(application.secrets(), lastUses));
        return document;
    }

    /** The application of a stored document, with its secrets; the document must be of a known form. */
    public static RegisteredClient ofStored(String json, List<ClientSecret> secrets) {
        return TABLE.ofStored(json, values -> values.put(SECRETS, secrets));
    }

    private static RegisteredClient application(FieldValues values) {
        return new RegisteredClient(
                values.get(ID),
                values.get(NAME),
                values.get(ENABLED),
                values.get(CLIENT_ID),
                values.get(AUTHENTICATION_METHOD),
                values.get(KEYS).map(source -> new ClientKeys(values.get(ASSERTION_ALGORITHM), source)),
                values.get(GRANT_TYPES),
                values.get(TRUSTED_ISSUERS),
                values.get(SCOPES),
                values.get(DEFAULT_SCOPES),
                values.get(AUDIENCES),
                values.get(INTROSPECT_AUDIENCES),
                new AccessTokenSettings(
                        values.get(TOKEN_TYPE),
                        values.get(TOKEN_LIFETIME),
                        values.get(TOKEN_ALGORITHM),
                        values.get(TOKEN_TYP),
                        false),
                new RefreshTokenSettings(values.get(REFRESH_TOKENS), values.get(REFRESH_LIFETIME)),
                values.get(SECRETS),
                values.get(CREATED_AT),
                values.get(UPDATED_AT));
    }
}
