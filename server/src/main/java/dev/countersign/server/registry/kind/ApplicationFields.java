package dev.countersign.server.registry.kind;

import static dev.countersign.server.registry.field.Field.choice;
import static dev.countersign.server.registry.field.MemberType.choice;
import static dev.countersign.server.registry.field.MemberType.flag;
import static dev.countersign.server.registry.field.MemberType.id;
import static dev.countersign.server.registry.field.MemberType.instant;
import static dev.countersign.server.registry.field.MemberType.list;
import static dev.countersign.server.registry.field.MemberType.text;

import dev.countersign.core.client.AuthenticationMethod;
import dev.countersign.core.client.ChainingTarget;
import dev.countersign.core.client.ClientCertificateSettings;
import dev.countersign.core.client.ClientKeys;
import dev.countersign.core.client.ClientSecret;
import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.client.RegisteredClient.Access;
import dev.countersign.core.client.RegisteredClient.Credentials;
import dev.countersign.core.client.RegisteredClient.Tokens;
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
import java.util.function.Function;

/**
 * Table of the members of an application. A new member needs a component of {@link RegisteredClient} or of one of its
 * groups, a row here, and an argument in the constructor call below.
 */
public final class ApplicationFields {
    public static final Duration DEFAULT_LIFETIME = Duration.ofHours(1);
    public static final Duration LONGEST_LIFETIME = Duration.ofDays(1);

    public static final TextRule CLIENT_ID_RULE =
            TextRule.of(255, TextRule::isVisibleAscii, "visible ASCII characters");
    private static final TextRule NAME_RULE = TextRule.name();
    private static final MemberType<List<Audience>> AUDIENCE_LIST =
            list(100, TextRule.anyText(2000), Audience::new, Audience::value);

    private static final String REQUESTS = "What it may ask for";
    private static final String AUTHENTICATION = "How it authenticates";

    public static final FieldTable<RegisteredClient, ApplicationFrame> TABLE =
            new FieldTable<>("application", Set.of("client_secret", "warnings"), ApplicationFields::application);

    private static final Field<?, ?, ApplicationId> ID = TABLE.field(
                    "/id", id().map(ApplicationId::new, ApplicationId::value), RegisteredClient::id)
            .readBy((input, _) -> input.frame().id())
            .stored("id")
            .readOnly()
            .add();
    private static final Field<?, ?, String> NAME = TABLE.field("/name", text(NAME_RULE), RegisteredClient::name)
            .readBy((input, name) ->
                    input.members().requiredText(name, NAME_RULE).orElse("?"))
            .stored("name")
            .described("Unique.")
            .form("general", "Name", "A unique name. You can change it later.")
            .add();
    public static final Field<?, ?, Boolean> ENABLED = TABLE.field("/enabled", flag(), RegisteredClient::enabled)
            .standard(true)
            .stored("enabled", false)
            .add();
    private static final Field<?, ?, ClientId> CLIENT_ID = TABLE.field(
                    "/client_id", text(CLIENT_ID_RULE).map(ClientId::new, ClientId::value), RegisteredClient::clientId)
            .readBy((input, _) -> input.frame().clientId())
            .stored("client_id")
            .described("Given or generated at registration; never changes.")
            .add();
    public static final Field<?, ?, AuthenticationMethod> AUTHENTICATION_METHOD = TABLE.field(
                    "/token_endpoint_auth_method",
                    choice(List.of(AuthenticationMethod.values()), AuthenticationMethod::value),
                    application -> application.credentials().authenticationMethod())
            .standard(AuthenticationMethod.CLIENT_SECRET_BASIC)
            .stored("authentication_method")
            .option(
                    AUTHENTICATION,
                    "--auth-method",
                    "METHOD",
                    "client_secret_basic (the default), client_secret_post, private_key_jwt, tls_client_auth,"
                            + " self_signed_tls_client_auth.")
            .form("authentication", "Client authentication", "", ApplicationChoices.authentication())
            .add();
    private static final Field<?, ?, Optional<Algorithm>> ASSERTION_ALGORITHM = TABLE.field(
                    "/token_endpoint_auth_signing_alg",
                    choice(List.of(Algorithm.values()), Algorithm::value).optional(),
                    application -> application.credentials().assertionAlgorithm())
            .standard(Optional.empty())
            .stored("assertion_algorithm")
            .described("With private_key_jwt: the one algorithm of its client assertions; null: any that fits its key.")
            .form("keys", "Client assertion algorithm", "For example ES256. Empty: any algorithm that fits the key.")
            .add();
    public static final Field<?, ?, Optional<ClientKeys.Source>> KEYS = TABLE.field(
                    "/jwks",
                    ClientKeyMembers.JWKS,
                    application -> application.credentials().keySource())
            .standard(Optional.empty())
            .readBy((input, _) -> ClientKeyMembers.read(input, input.values().get(AUTHENTICATION_METHOD)))
            .stored(ClientKeyMembers::store, ClientKeyMembers::ofStored, Optional.empty())
            .described(
                    "With private_key_jwt or self_signed_tls_client_auth: its public keys (RFC 7517 §5), or else jwks_url. With the"
                            + " latter each has its certificate in x5c.")
            .form("keys", "Public keys (JWK set)", "A JSON object with the array keys. Do not enter a private key.")
            .add();

    @SuppressWarnings("UnusedVariable") // the table has it
    private static final Field<?, ?, Optional<ClientKeys.Source>> JWKS_URL = TABLE.field(
                    "/jwks_url",
                    ClientKeyMembers.JWKS_URL,
                    application -> application.credentials().keySource())
            .standard(Optional.empty())
            .described(
                    "With private_key_jwt or self_signed_tls_client_auth: where it publishes its keys, or else jwks.")
            .option(AUTHENTICATION, "--jwks-url", "URL", "Where it publishes its keys or certificates.")
            .form(
                    "keys",
                    "JWKS URL of the application",
                    "The URL at which the application publishes its public keys. Alternatively, enter the keys below.")
            .add();

    @SuppressWarnings("UnusedVariable") // the table has it
    private static final Field<?, ?, Optional<ClientKeys.Source>> TRUSTED_CERTIFICATES = TABLE.field(
                    "/trusted_certificates",
                    ClientKeyMembers.TRUSTED_CERTIFICATES,
                    application -> application.credentials().keySource())
            .standard(Optional.empty())
            .described("Certificate authorities in PEM that are trusted for its jwks_url only.")
            .form(
                    "keys",
                    "Trusted certificates",
                    "Certificate authorities in PEM that are trusted for the JWKS URL of this application only. Optional.")
            .add();

    private static final Function<FieldValues, ClientCertificateSettings> CERTIFICATE =
            ClientCertificateFields.addTo(TABLE, AUTHENTICATION_METHOD);

    private static final FieldTable<Access, ApplicationFrame> ACCESS_TABLE =
            new FieldTable<>(ApplicationFields::access);

    public static final Field<?, ?, Set<GrantType>> GRANT_TYPES = ACCESS_TABLE
            .field("/grant_types", GrantTypeMembers.TYPE, Access::grantTypes)
            .standard(Set.of(GrantType.JWT_BEARER))
            .stored("grant_types", Set.of())
            .option(
                    REQUESTS,
                    "--grant-type",
                    "GRANT",
                    "jwt-bearer (the default), client_credentials or token-exchange; repeatable.")
            .form("grants", "Allowed grant types", "", ApplicationChoices.grants())
            .add();
    public static final Field<?, ?, Optional<Set<String>>> TRUSTED_ISSUERS = ACCESS_TABLE
            .field("/trusted_token_issuers", IssuerNameMembers.TYPE, Access::trustedIssuers)
            .standard(Optional.empty())
            .readBy(IssuerNameMembers::read)
            .stored(IssuerNameMembers::store, IssuerNameMembers::ofStored, null)
            .described("Names; null: all, empty: none.")
            .option(REQUESTS, "--trusted-issuer", "NAME", "An issuer whose assertions it may present; repeatable.")
            .add();
    public static final Field<?, ?, ScopeSet> SCOPES = ACCESS_TABLE
            .field("/scopes", ScopeMembers.TYPE, Access::scopes)
            .standard(ScopeSet.EMPTY)
            .stored("scopes", ScopeSet.EMPTY)
            .option(REQUESTS, "--scope", "SCOPE", "A scope that it may ask for; repeatable.")
            .form("scopes", "Scopes", "The scopes that its tokens can have, separated by spaces.")
            .add();
    private static final Field<?, ?, ScopeSet> DEFAULT_SCOPES = ACCESS_TABLE
            .field("/default_scopes", ScopeMembers.TYPE, Access::defaultScopes)
            .standard(ScopeSet.EMPTY)
            .readBy((input, name) ->
                    ScopeMembers.within(input.members(), name, input.values().get(SCOPES)))
            .stored("default_scopes", ScopeSet.EMPTY)
            .option(REQUESTS, "--default-scope", "SCOPE", "A scope that it gets when it asks for none; repeatable.")
            .form("reach", "Default scopes", "Granted to a request that names no scope.")
            .add();
    public static final Field<?, ?, List<Audience>> AUDIENCES = ACCESS_TABLE
            .field("/audiences", AUDIENCE_LIST, Access::audiences)
            .standard(List.of())
            .stored("audiences", List.of())
            .described("Empty: this server's own issuer identifier.")
            .option(REQUESTS, "--audience", "AUDIENCE", "An aud of its access tokens; repeatable.")
            .form(
                    "reach",
                    "Audiences",
                    "The audiences that its tokens can have, one per line. Empty: the issuer identifier of this server.")
            .add();
    private static final Field<?, ?, List<Audience>> INTROSPECT_AUDIENCES = ACCESS_TABLE
            .field("/introspect_audiences", AUDIENCE_LIST, Access::introspectAudiences)
            .standard(List.of())
            .stored("introspect_audiences", List.of())
            .described("The audiences whose tokens it may introspect beside its own (RFC 7662).")
            .option(REQUESTS, "--introspect-audience", "AUDIENCE", "Whose tokens it may introspect; repeatable.")
            .form(
                    "reach",
                    "Audiences it can introspect",
                    "The audiences whose tokens it can introspect in addition to its own, one per line.")
            .add();
    private static final Field<?, ?, List<ChainingTarget>> CHAINING = ACCESS_TABLE
            .field("/chaining", ExchangeFields.CHAINING, Access::chaining)
            .standard(List.of())
            .stored("chaining", List.of())
            .described("Other authorization servers for which it gets authorization grants by token exchange.")
            .pairs("audience", "client_id")
            .form(
                    "exchange",
                    "Other authorization servers",
                    "The servers for which the application gets authorization grants by token exchange, one per line: AUDIENCE for JWT authorization grants, or AUDIENCE=CLIENT_ID for ID-JAGs. AUDIENCE is the issuer identifier of the server, and CLIENT_ID its client id there.")
            .add();
    private static final Function<FieldValues, Access> ACCESS = TABLE.part(ACCESS_TABLE, RegisteredClient::access);
    private static final Function<FieldValues, Tokens> TOKENS =
            TABLE.part(ClientTokenFields.TABLE, RegisteredClient::tokens);
    public static final Field<?, ?, List<ClientSecret>> SECRETS = TABLE.field(
                    "/secrets",
                    SecretRules.TYPE,
                    application -> application.credentials().secrets())
            .readBy((input, _) -> input.frame().secrets())
            .readOnly()
            .add();
    private static final Field<?, ?, Instant> CREATED_AT = TABLE.field(
                    "/created_at", instant(), RegisteredClient::createdAt)
            .readBy((input, _) -> input.frame().createdAt())
            .stored("created_at")
            .readOnly()
            .add();
    public static final Field<?, ?, Instant> UPDATED_AT = TABLE.field(
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
        document.put("secrets", SecretRules.document(application.credentials().secrets(), lastUses));
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
                credentials(values),
                ACCESS.apply(values),
                TOKENS.apply(values),
                values.get(CREATED_AT),
                values.get(UPDATED_AT));
    }

    private static Credentials credentials(FieldValues values) {
        return new Credentials(
                values.get(AUTHENTICATION_METHOD),
                values.get(KEYS).map(source -> new ClientKeys(values.get(ASSERTION_ALGORITHM), source)),
                values.get(SECRETS),
                CERTIFICATE.apply(values));
    }

    private static Access access(FieldValues values) {
        return new Access(
                values.get(GRANT_TYPES),
                values.get(TRUSTED_ISSUERS),
                values.get(SCOPES),
                values.get(DEFAULT_SCOPES),
                values.get(AUDIENCES),
                values.get(INTROSPECT_AUDIENCES),
                values.get(CHAINING));
    }
}
