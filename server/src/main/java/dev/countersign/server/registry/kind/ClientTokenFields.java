package dev.countersign.server.registry.kind;

import static dev.countersign.server.registry.field.Field.choice;
import static dev.countersign.server.registry.field.MemberType.choice;
import static dev.countersign.server.registry.field.MemberType.flag;
import static dev.countersign.server.registry.field.MemberType.seconds;

import dev.countersign.core.client.AccessTokenTyp;
import dev.countersign.core.client.AccessTokenType;
import dev.countersign.core.client.RegisteredClient.AccessTokenSettings;
import dev.countersign.core.client.RegisteredClient.RefreshTokenSettings;
import dev.countersign.core.client.RegisteredClient.Tokens;
import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.server.registry.field.Field;
import dev.countersign.server.registry.field.FieldTable;
import dev.countersign.server.registry.field.FieldValues;
import java.time.Duration;
import java.util.List;

/** Registered members of an application that are about its tokens. */
final class ClientTokenFields {
    /** Algorithms of the server's tokens: one key of each is generated at the first start. */
    private static final List<Algorithm> SIGNING = List.of(Algorithm.RS256, Algorithm.ES256, Algorithm.EDDSA);

    private static final String GROUP = "Its tokens";

    static final FieldTable<Tokens, ApplicationFrame> TABLE = new FieldTable<>(ClientTokenFields::tokens);

    private static final Field<?, ?, AccessTokenType> TYPE = TABLE.field(
                    "/access_token/type",
                    choice(List.of(AccessTokenType.values()), AccessTokenType::value),
                    tokens -> tokens.accessToken().type())
            .standard(AccessTokenType.JWT)
            .stored("token_type", AccessTokenType.JWT)
            .option(GROUP, "--token-type", "TYPE", "What its access tokens are: jwt (the default) or opaque.")
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
    private static final Field<?, ?, Duration> LIFETIME = TABLE.field(
                    "/access_token/lifetime_seconds",
                    seconds(1, ApplicationFields.LONGEST_LIFETIME),
                    tokens -> tokens.accessToken().lifetime())
            .standard(ApplicationFields.DEFAULT_LIFETIME)
            .stored("token_lifetime")
            .option(GROUP, "--token-lifetime", "TIME", "How long its access tokens live: 3600, 15m, 1h.")
            .form("tokens", "Access token lifetime (seconds)", "")
            .add();
    private static final Field<?, ?, Algorithm> ALGORITHM = TABLE.field(
                    "/access_token/signing_alg",
                    choice(SIGNING, Algorithm::value),
                    tokens -> tokens.accessToken().signingAlgorithm())
            .standard(Algorithm.RS256)
            .stored("token_algorithm")
            .option(GROUP, "--signing-algorithm", "ALG", "What its access tokens are signed with: RS256, ES256, EdDSA.")
            .form(
                    "tokens",
                    "Access token signature",
                    "",
                    choice("RS256", "RS256", "Supported by all verifiers."),
                    choice("ES256", "ES256", "Smaller tokens, faster to sign."),
                    choice("EdDSA", "EdDSA", "Fastest to sign. Verifiers must support Ed25519."))
            .add();
    private static final Field<?, ?, AccessTokenTyp> TYP = TABLE.field(
                    "/access_token/typ",
                    choice(List.of(AccessTokenTyp.values()), AccessTokenTyp::value),
                    tokens -> tokens.accessToken().typ())
            .standard(AccessTokenTyp.AT_JWT)
            .stored("token_typ", AccessTokenTyp.AT_JWT)
            .described("The typ of signed tokens; JWT for resource servers that accept nothing else.")
            .option(GROUP, "--token-typ", "TYP", "The typ of signed access tokens: at+jwt (the default) or JWT.")
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
    private static final Field<?, ?, Boolean> DPOP_BOUND = TABLE.field(
                    "/dpop_bound_access_tokens",
                    flag(),
                    tokens -> tokens.accessToken().dpopBound())
            .standard(false)
            .stored("dpop_bound", false)
            .described(
                    "Whether a token request without a DPoP proof is refused (RFC 9449 §5.2). A proof is optional otherwise.")
            .option(GROUP, "--dpop", "", "It must prove possession of a key with every token request (DPoP).")
            .form(
                    "possession",
                    "Require DPoP",
                    "Every token is bound to a key of the application, so that a stolen token is useless. For applications that can sign a proof for each request.")
            .add();
    private static final Field<?, ?, Boolean> REFRESH_ENABLED = TABLE.field(
                    "/refresh_token/enabled",
                    flag(),
                    tokens -> tokens.refreshToken().enabled())
            .standard(false)
            .stored("refresh_tokens", false)
            .described("Whether it gets refresh tokens for assertions.")
            .option(GROUP, "--refresh-tokens", "", "It gets refresh tokens for assertions.")
            .form(
                    "refresh",
                    "Issue refresh tokens for assertions",
                    "Each refresh token can be used once. If one is presented twice, all of them are revoked. The issuer and the application are checked again at every refresh.")
            .add();
    private static final Field<?, ?, Duration> REFRESH_LIFETIME = TABLE.field(
                    "/refresh_token/lifetime_seconds",
                    seconds(1, Duration.ofDays(365)),
                    tokens -> tokens.refreshToken().lifetime())
            .standard(RefreshTokenSettings.NONE.lifetime())
            .stored("refresh_lifetime", RefreshTokenSettings.NONE.lifetime())
            .described("From the exchange on; a refresh does not prolong it.")
            .option(GROUP, "--refresh-lifetime", "TIME", "How long after the exchange they end: 86400, 8h.")
            .form(
                    "refresh",
                    "Refresh token lifetime (seconds)",
                    "Counted from the exchange of the assertion. A refresh does not extend it.")
            .add();

    private ClientTokenFields() {}

    private static Tokens tokens(FieldValues values) {
        return new Tokens(
                new AccessTokenSettings(
                        values.get(TYPE),
                        values.get(LIFETIME),
                        values.get(ALGORITHM),
                        values.get(TYP),
                        values.get(DPOP_BOUND)),
                new RefreshTokenSettings(values.get(REFRESH_ENABLED), values.get(REFRESH_LIFETIME)));
    }
}
