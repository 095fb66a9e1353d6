package dev.countersign.server.management;

import dev.countersign.base.text.NearestName;
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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Reads an application from JSON: every member but the name has a default. */
final class ApplicationReader {
    static final Duration DEFAULT_LIFETIME = Duration.ofHours(1);
    static final Duration LONGEST_LIFETIME = Duration.ofDays(1);
    static final Duration LONGEST_REFRESH = Duration.ofDays(365);

    /** What our own tokens can be signed with: one key of each is made at the first start. */
    private static final Set<Algorithm> SIGNING = Set.of(Algorithm.RS256, Algorithm.ES256, Algorithm.EDDSA);

    /** Refresh tokens are not listed: refresh_token.enabled says whether there are any. */
    private static final List<GrantType> GRANT_TYPES = List.of(GrantType.JWT_BEARER, GrantType.CLIENT_CREDENTIALS);

    private static final TextRule NAME = TextRule.name();
    private static final TextRule WORD = TextRule.of(100, TextRule::isVisibleAscii, "visible ASCII characters");
    private static final TextRule CLIENT_ID = TextRule.of(255, TextRule::isVisibleAscii, "visible ASCII characters");
    private static final TextRule SECRET = SecretRules.given();
    private static final TextRule AUDIENCE = TextRule.anyText(2000);
    private static final TextRule ISSUER_NAME = TextRule.anyText(120);

    private static final Set<String> MEMBERS = Set.of(
            "id",
            "name",
            "enabled",
            "client_id",
            "client_secret",
            "token_endpoint_auth_method",
            "token_endpoint_auth_signing_alg",
            "jwks",
            "jwks_url",
            "grant_types",
            "trusted_token_issuers",
            "scopes",
            "default_scopes",
            "audiences",
            "introspect_audiences",
            "access_token",
            "refresh_token",
            "secrets",
            "created_at",
            "updated_at",
            "warnings");

    private final Audience self;
    private final KeySourceReader keySources;

    /**
     * Makes a reader.
     *
     * @param self our own audience, for which alone our own scopes are granted
     * @param keySources reads the keys of those that sign client assertions
     */
    ApplicationReader(Audience self, KeySourceReader keySources) {
        this.self = self;
        this.keySources = keySources;
    }

    /**
     * What the input does not decide.
     *
     * @param before the application as it is; what an earlier version let it have does not stand against another change
     */
    record Frame(
            ApplicationId id,
            ClientId clientId,
            Optional<RegisteredClient> before,
            List<ClientSecret> secrets,
            Instant createdAt,
            Instant updatedAt) {
        Optional<ClientKeys.Source> keySource() {
            return before.flatMap(RegisteredClient::keys).map(ClientKeys::source);
        }
    }

    /** The client id and secret that may be given at registration, so that existing clients can move here. */
    record Credentials(Optional<ClientId> clientId, Optional<String> secret) {}

    /** Reads the members that a registration alone may have, noting what is wrong with them. */
    static Reading<Credentials> credentials(Map<String, Object> input) {
        var problems = new ArrayList<Problem>();
        var members = new InputMembers(input, "", problems, input.keySet());
        var credentials = new Credentials(
                members.optionalText("client_id", CLIENT_ID).map(ClientId::new),
                members.optionalText("client_secret", SECRET));
        return new Reading<>(
                problems.isEmpty() ? Optional.of(credentials) : Optional.empty(),
                problems,
                credentials.secret().flatMap(SecretRules::warning).stream().toList());
    }

    /**
     * Reads an application; members that are read-only are passed over, and so are credentials.
     *
     * @param issuerNames the trusted token issuers there are
     */
    Reading<RegisteredClient> read(Map<String, Object> input, Frame frame, Set<String> issuerNames) {
        var problems = new ArrayList<Problem>();
        var members = new InputMembers(input, "", problems, MEMBERS);
        ScopeSet scopes = ScopeMembers.all(members, "scopes");
        var warnings = new ArrayList<Problem>();
        AuthenticationMethod method = authenticationMethod(members);
        var application = new RegisteredClient(
                frame.id(),
                members.requiredText("name", NAME).orElse("?"),
                members.flag("enabled", true),
                frame.clientId(),
                method,
                keys(members, method, frame, problems, warnings),
                grantTypes(members),
                trustedIssuers(members, issuerNames),
                scopes,
                ScopeMembers.within(members, "default_scopes", scopes),
                audiences(members, "audiences"),
                audiences(members, "introspect_audiences"),
                accessToken(members),
                refreshToken(members),
                frame.secrets(),
                frame.createdAt(),
                frame.updatedAt());
        if (application.grantTypes().isEmpty()
                && application.introspectAudiences().isEmpty()) {
            warnings.add(new Problem(
                    "/grant_types",
                    "no_grant",
                    "The application has no grant type, so it cannot get tokens. Add one of %s."
                            .formatted(grantTypeNames())));
        }
        AdminScopeRules.combine(application, frame.before(), self, input, problems, warnings);
        return new Reading<>(problems.isEmpty() ? Optional.of(application) : Optional.empty(), problems, warnings);
    }

    private static AuthenticationMethod authenticationMethod(InputMembers members) {
        String name = "token_endpoint_auth_method";
        Optional<String> method = members.optionalText(name, WORD);
        return choice(members, name, method, Arrays.asList(AuthenticationMethod.values()), AuthenticationMethod::value)
                .orElse(AuthenticationMethod.CLIENT_SECRET_BASIC);
    }

    private static Set<GrantType> grantTypes(InputMembers members) {
        Optional<List<String>> names = members.optionalTexts("grant_types", 20, WORD);
        if (names.isEmpty()) {
            return Set.of(GrantType.JWT_BEARER);
        }
        var types = new LinkedHashSet<GrantType>();
        for (int i = 0; i < names.get().size(); i++) {
            String name = names.get().get(i);
            Optional<GrantType> type = GrantType.of(name).filter(GRANT_TYPES::contains);
            type.ifPresent(types::add);
            if (type.isEmpty() && !name.isEmpty()) {
                members.problem(
                        "grant_types",
                        i,
                        Problem.NOT_ALLOWED,
                        "Must be one of %s. For refresh tokens set refresh_token.enabled.".formatted(grantTypeNames()));
            }
        }
        return types;
    }

    private static String grantTypeNames() {
        return String.join(", ", GRANT_TYPES.stream().map(GrantType::value).toList());
    }

    private static Optional<Set<String>> trustedIssuers(InputMembers members, Set<String> issuerNames) {
        Optional<List<String>> names = members.optionalTexts("trusted_token_issuers", 1000, ISSUER_NAME);
        names.ifPresent(given -> {
            for (int i = 0; i < given.size(); i++) {
                String name = given.get(i);
                if (!name.isEmpty() && !issuerNames.contains(name)) {
                    members.problem(
                            "trusted_token_issuers", i, Problem.UNKNOWN_REFERENCE, unknownIssuer(name, issuerNames));
                }
            }
        });
        return names.map(LinkedHashSet::new);
    }

    private static String unknownIssuer(String name, Set<String> issuerNames) {
        return NearestName.among(issuerNames, name)
                .map("There is no trusted token issuer of this name; did you mean \"%s\"?"::formatted)
                .orElse("There is no trusted token issuer of this name.");
    }

    private static List<Audience> audiences(InputMembers members, String name) {
        return members.texts(name, List.of(), 100, AUDIENCE).stream()
                .filter(audience -> !audience.isEmpty())
                .distinct()
                .map(Audience::new)
                .toList();
    }

    private static AccessTokenSettings accessToken(InputMembers members) {
        return members.object("access_token", Set.of("type", "lifetime_seconds", "signing_alg", "typ"))
                .map(ApplicationReader::settings)
                .orElseGet(() -> new AccessTokenSettings(AccessTokenType.JWT, DEFAULT_LIFETIME, Algorithm.RS256));
    }

    private static AccessTokenSettings settings(InputMembers accessToken) {
        AccessTokenType type = choice(
                        accessToken,
                        "type",
                        accessToken.optionalText("type", WORD),
                        Arrays.asList(AccessTokenType.values()),
                        AccessTokenType::value)
                .orElse(AccessTokenType.JWT);
        long lifetime =
                accessToken.number("lifetime_seconds", DEFAULT_LIFETIME.toSeconds(), 1, LONGEST_LIFETIME.toSeconds());
        Optional<String> name = accessToken.optionalText("signing_alg", WORD);
        List<Algorithm> offered = SIGNING.stream().sorted().toList();
        Algorithm algorithm = choice(accessToken, "signing_alg", name, offered, Algorithm::value)
                .orElse(Algorithm.RS256);
        AccessTokenTyp typ = choice(
                        accessToken,
                        "typ",
                        accessToken.optionalText("typ", WORD),
                        Arrays.asList(AccessTokenTyp.values()),
                        AccessTokenTyp::value)
                .orElse(AccessTokenTyp.AT_JWT);
        return new AccessTokenSettings(type, Duration.ofSeconds(lifetime), algorithm, typ);
    }

    private static <T> Optional<T> choice(
            InputMembers members, String name, Optional<String> given, List<T> offered, Function<T, String> value) {
        Optional<T> chosen = given.flatMap(text -> offered.stream()
                .filter(candidate -> value.apply(candidate).equals(text))
                .findFirst());
        if (given.isPresent() && chosen.isEmpty()) {
            members.problem(
                    name,
                    Problem.NOT_ALLOWED,
                    "Must be one of %s."
                            .formatted(String.join(
                                    ", ", offered.stream().map(value).toList())));
        }
        return chosen;
    }

    private Optional<ClientKeys> keys(
            InputMembers members,
            AuthenticationMethod method,
            Frame frame,
            List<Problem> problems,
            List<Problem> warnings) {
        String name = "token_endpoint_auth_signing_alg";
        Optional<Algorithm> algorithm =
                choice(members, name, members.optionalText(name, WORD), List.of(Algorithm.values()), Algorithm::value);
        if (method == AuthenticationMethod.PRIVATE_KEY_JWT) {
            return keySources
                    .ofApplication(members, frame.keySource(), problems, warnings)
                    .map(source -> new ClientKeys(algorithm, source));
        }
        for (String key : List.of("jwks", "jwks_url", name)) {
            if (members.has(key)) {
                members.problem(key, Problem.NOT_ALLOWED, "Only private_key_jwt uses keys. Set this member to null.");
            }
        }
        return Optional.empty();
    }

    private static RefreshTokenSettings refreshToken(InputMembers members) {
        return members.object("refresh_token", Set.of("enabled", "lifetime_seconds"))
                .map(given -> new RefreshTokenSettings(
                        given.flag("enabled", false),
                        Duration.ofSeconds(given.number(
                                "lifetime_seconds",
                                RefreshTokenSettings.NONE.lifetime().toSeconds(),
                                1,
                                LONGEST_REFRESH.toSeconds()))))
                .orElse(RefreshTokenSettings.NONE);
    }
}
