package dev.countersign.server.management;

import dev.countersign.core.client.AccessTokenTyp;
import dev.countersign.core.client.AccessTokenType;
import dev.countersign.core.client.AuthenticationMethod;
import dev.countersign.core.client.ClientKeys;
import dev.countersign.core.client.ClientSecret;
import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.client.RegisteredClient.AccessTokenSettings;
import dev.countersign.core.client.RegisteredClient.RefreshTokenSettings;
import dev.countersign.core.jose.Algorithm;
import dev.countersign.core.oauth.ApplicationId;
import dev.countersign.core.oauth.Audience;
import dev.countersign.core.oauth.ClientId;
import dev.countersign.core.oauth.GrantType;
import dev.countersign.core.oauth.ScopeSet;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Registered members of an application. A new one is a row here, and its rule in core. */
public final class ApplicationFields {
    static final Duration DEFAULT_LIFETIME = Duration.ofHours(1);
    static final Duration LONGEST_LIFETIME = Duration.ofDays(1);

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final long LONGEST_REFRESH_SECONDS = Duration.ofDays(365).toSeconds();
    private static final TextRule NAME_RULE = TextRule.name();
    private static final MemberType<String> IDENTIFIER = MemberType.text(TextRule.anyText(2000));
    private static final MemberType<List<Audience>> AUDIENCE_LIST =
            MemberType.list(100, TextRule.anyText(2000), Audience::new, Audience::value);

    /** What our own tokens can be signed with: one key of each is made at the first start. */
    private static final List<Algorithm> SIGNING = List.of(Algorithm.RS256, Algorithm.ES256, Algorithm.EDDSA);

    private static final String REQUESTS = "Requests";
    private static final String AUTHENTICATION = "Authentication";
    private static final String TOKENS = "Tokens";

    private static final FieldTable<RegisteredClient, ApplicationFrame> TABLE =
            new FieldTable<>(Set.of("client_secret", "warnings"));

    private static final Field<RegisteredClient, ApplicationFrame, ApplicationId> ID = TABLE.field("/id", IDENTIFIER.map(ApplicationId::new, ApplicationId::value), RegisteredClient::id)
            .stored("id")
            .readOnly()
            .add();

    private static final Field<RegisteredClient, ApplicationFrame, String> NAME = TABLE.field("/name", MemberType.text(NAME_RULE), RegisteredClient::name)
            .readBy((input, name) -> input.members().requiredText(name, NAME_RULE).orElse("?"))
            .stored("name")
            .add();

    private static final Field<RegisteredClient, ApplicationFrame, Boolean> ENABLED = TABLE.field("/enabled", MemberType.flag(), RegisteredClient::enabled)
            .standard(true)
            .stored("enabled", false)
            .add();

    private static final Field<RegisteredClient, ApplicationFrame, ClientId> CLIENT_ID = TABLE.field("/client_id", IDENTIFIER.map(ClientId::new, ClientId::value), RegisteredClient::clientId)
            .stored("client_id")
            .add();

    private static final Field<RegisteredClient, ApplicationFrame, AuthenticationMethod> AUTHENTICATION_METHOD = TABLE.field("/token_endpoint_auth_method", MemberType.choice(List.of(AuthenticationMethod.values()), AuthenticationMethod::value), RegisteredClient::authenticationMethod)
            .standard(AuthenticationMethod.CLIENT_SECRET_BASIC)
            .stored("authentication_method")
            .add();

    private static final Field<RegisteredClient, ApplicationFrame, Optional<Algorithm>> ASSERTION_ALGORITHM = TABLE.field("/token_endpoint_auth_signing_alg", MemberType.choice(List.of(Algorithm.values()), Algorithm::value).optional(), application -> application.keys().flatMap(ClientKeys::algorithm))
            .standard(Optional.empty())
            .stored("assertion_algorithm")
            .add();

    private static final Field<RegisteredClient, ApplicationFrame, Optional<ClientKeys.Source>> KEYS = TABLE.field("/jwks", ClientKeyMembers.JWKS, application -> application.keys().map(ClientKeys::source))
            .standard(Optional.empty())
            .readBy((input, _) -> ClientKeyMembers.read(input, input.values().get(AUTHENTICATION_METHOD)))
            .stored(ClientKeyMembers::store, ClientKeyMembers::ofStored, Optional.empty())
            .add();

    private static final Field<RegisteredClient, ApplicationFrame, Optional<ClientKeys.Source>> JWKS_URL = TABLE.field("/jwks_url", ClientKeyMembers.JWKS_URL, application -> application.keys().map(ClientKeys::source))
            .standard(Optional.empty())
            .add();

    private static final Field<RegisteredClient, ApplicationFrame, Set<GrantType>> GRANT_TYPES = TABLE.field("/grant_types", GrantTypeMembers.TYPE, RegisteredClient::grantTypes)
            .standard(Set.of(GrantType.JWT_BEARER))
            .stored("grant_types", Set.of())
            .add();

    private static final Field<RegisteredClient, ApplicationFrame, Optional<Set<String>>> TRUSTED_ISSUERS = TABLE.field("/trusted_token_issuers", IssuerNameMembers.TYPE, RegisteredClient::trustedIssuers)
            .standard(Optional.empty())
            .readBy(IssuerNameMembers::read)
            .stored(IssuerNameMembers::store, IssuerNameMembers::ofStored, null)
            .add();

    private static final Field<RegisteredClient, ApplicationFrame, ScopeSet> SCOPES = TABLE.field("/scopes", ScopeMembers.TYPE, RegisteredClient::scopes)
            .standard(ScopeSet.EMPTY)
            .stored("scopes", ScopeSet.EMPTY)
            .add();

    private static final Field<RegisteredClient, ApplicationFrame, ScopeSet> DEFAULT_SCOPES = TABLE.field("/default_scopes", ScopeMembers.TYPE, RegisteredClient::defaultScopes)
            .standard(ScopeSet.EMPTY)
            .readBy((input, name) -> ScopeMembers.within(input.members(), name, input.values().get(SCOPES)))
            .stored("default_scopes", ScopeSet.EMPTY)
            .add();

    private static final Field<RegisteredClient, ApplicationFrame, List<Audience>> AUDIENCES = TABLE.field("/audiences", AUDIENCE_LIST, RegisteredClient::audiences)
            .standard(List.of())
            .stored("audiences", List.of())
            .add();

    private static final Field<RegisteredClient, ApplicationFrame, List<Audience>> INTROSPECT_AUDIENCES = TABLE.field("/introspect_audiences", AUDIENCE_LIST, RegisteredClient::introspectAudiences)
            .standard(List.of())
            .stored("introspect_audiences", List.of())
            .add();

    private static final Field<RegisteredClient, ApplicationFrame, AccessTokenType> TOKEN_TYPE = TABLE.field("/access_token/type", MemberType.choice(List.of(AccessTokenType.values()), AccessTokenType::value), application -> application.accessToken().type())
            .standard(AccessTokenType.JWT)
            .stored("token_type", AccessTokenType.JWT)
            .add();

    private static final Field<RegisteredClient, ApplicationFrame, Duration> TOKEN_LIFETIME = TABLE.field("/access_token/lifetime_seconds", MemberType.duration(SECOND, 1, LONGEST_LIFETIME.toSeconds()), application -> application.accessToken().lifetime())
            .standard(DEFAULT_LIFETIME)
            .stored("token_lifetime")
            .add();

    private static final Field<RegisteredClient, ApplicationFrame, Algorithm> TOKEN_ALGORITHM = TABLE.field("/access_token/signing_alg", MemberType.choice(SIGNING, Algorithm::value), application -> application.accessToken().signingAlgorithm())
            .standard(Algorithm.RS256)
            .stored("token_algorithm")
            .add();

    private static final Field<RegisteredClient, ApplicationFrame, AccessTokenTyp> TOKEN_TYP = TABLE.field("/access_token/typ", MemberType.choice(List.of(AccessTokenTyp.values()), AccessTokenTyp::value), application -> application.accessToken().typ())
            .standard(AccessTokenTyp.AT_JWT)
            .stored("token_typ", AccessTokenTyp.AT_JWT)
            .add();

    private static final Field<RegisteredClient, ApplicationFrame, Boolean> REFRESH_TOKENS = TABLE.field("/refresh_token/enabled", MemberType.flag(), application -> application.refreshToken().enabled())
            .standard(false)
            .stored("refresh_tokens", false)
            .add();

    private static final Field<RegisteredClient, ApplicationFrame, Duration> REFRESH_LIFETIME = TABLE.field("/refresh_token/lifetime_seconds", MemberType.duration(SECOND, 1, LONGEST_REFRESH_SECONDS), application -> application.refreshToken().lifetime())
            .standard(RefreshTokenSettings.NONE.lifetime())
            .stored("refresh_lifetime", RefreshTokenSettings.NONE.lifetime())
            .add();

    private static final Field<RegisteredClient, ApplicationFrame, List<ClientSecret>> SECRETS = TABLE.field("/secrets", SecretRules.TYPE, RegisteredClient::secrets)
            .readOnly()
            .add();

    private static final Field<RegisteredClient, ApplicationFrame, Instant> CREATED_AT = TABLE.field("/created_at", MemberType.instant(), RegisteredClient::createdAt)
            .stored("created_at")
            .readOnly()
            .add();

    private static final Field<RegisteredClient, ApplicationFrame, Instant> UPDATED_AT = TABLE.field("/updated_at", MemberType.instant(), RegisteredClient::updatedAt)
            .stored("updated_at")
            .readOnly()
            .add();

    private ApplicationFields() {}

    /** Every member, in the order in which they are documented; when secrets were last used is what they say. */
    public static Map<String, Object> document(RegisteredClient application) {
        return TABLE.document(application);
    }

    /**
     * Every member, in the order in which they are documented. Of its secrets it names ids and dates, never a hash.
     *
     * @param lastUses by the id of the secret
     */
    public static Map<String, Object> document(RegisteredClient application, Map<String, Instant> lastUses) {
        Map<String, Object> document = new LinkedHashMap<>(document(application));
        document.put("secrets", SecretRules.document(application.secrets(), lastUses));
        return document;
    }

    /** The members that have a default, with it. */
    static Map<String, Object> defaults() {
        return TABLE.defaults();
    }

    /** The names that a document may have. */
    static Set<String> names() {
        return TABLE.names();
    }

    /** The application as the text of its column, without its secrets, which have a table of their own. */
    public static String stored(RegisteredClient application) {
        return TABLE.stored(application);
    }

    /** @throws IllegalArgumentException when the text is no such document, or of a form this version does not know */
    public static RegisteredClient ofStored(String json, List<ClientSecret> secrets) {
        FieldValues values = TABLE.stored(json);
        values.put(SECRETS, secrets);
        return application(values);
    }

    /** Reads an application; members that are read-only are passed over, and so are credentials. */
    static RegisteredClient read(
            InputMembers members, ApplicationFrame frame, List<Problem> problems, List<Problem> warnings) {
        FieldValues values = TABLE.read(members, frame, problems, warnings);
        values.put(ID, frame.id());
        values.put(CLIENT_ID, frame.clientId());
        values.put(SECRETS, frame.secrets());
        values.put(CREATED_AT, frame.createdAt());
        values.put(UPDATED_AT, frame.updatedAt());
        return application(values);
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
                        values.get(TOKEN_TYP)),
                new RefreshTokenSettings(values.get(REFRESH_TOKENS), values.get(REFRESH_LIFETIME)),
                values.get(SECRETS),
                values.get(CREATED_AT),
                values.get(UPDATED_AT));
    }
}
