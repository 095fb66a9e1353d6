package dev.countersign.server.config.setting;

import dev.countersign.base.text.WebUrl;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The settings of the sign-in to the console. */
public final class ConsoleSetting {
    private static final String OIDC = "console.oidc";
    private static final String ROLES = "console.oidc.roles";
    private static final ValueType<String> TEXT = ValueTypes.text("text", text -> !text.isBlank());

    /** RFC 6749 §3.3. */
    private static final Pattern SCOPE = Pattern.compile("[\\x21\\x23-\\x5B\\x5D-\\x7E]+");

    public static final Setting<Boolean> LOCAL_PASSWORDS = Setting.of(
            "console",
            "local_passwords",
            ValueTypes.bool(),
            true,
            "Whether people of the root organization may sign in to the console with a password of this server. Only with"
                    + " `console.oidc.issuer` can it be false.");

    public static final Setting<Optional<String>> ISSUER = Setting.of(
                    OIDC,
                    "issuer",
                    ValueTypes.text(
                                    "an https URL without query (http for hosts in oauth.jwks_endpoint.allowed_private_hosts)",
                                    text -> WebUrl.read(text) instanceof WebUrl.Reading.Read && text.indexOf('?') < 0)
                            .optional(),
                    Optional.<String>empty(),
                    "The issuer of an OpenID provider with which people sign in to the console of the root organization, as"
                            + " its metadata spells it; see [console](console.md#sign-in-with-an-openid-provider).")
            .byDefault("off");

    public static final Setting<Optional<String>> CLIENT_ID = Setting.of(
                    OIDC,
                    "client_id",
                    TEXT.optional(),
                    Optional.<String>empty(),
                    "The identifier of the client that is registered at the OpenID provider for this console.")
            .byDefault("none");

    public static final Setting<Optional<String>> CLIENT_SECRET = Setting.of(
                    OIDC,
                    "client_secret",
                    TEXT.optional(),
                    Optional.<String>empty(),
                    "The secret of that client. Without one it is a public client, protected by PKCE alone.")
            .byDefault("none")
            .asSecret();

    public static final Setting<List<String>> SCOPES = Setting.of(
            OIDC,
            "scopes",
            ValueTypes.list("scope values", text -> SCOPE.matcher(text).matches()),
            List.of("openid", "profile", "email"),
            "The requested scopes. `openid` must be among them.");

    public static final Setting<String> USERNAME_CLAIM = Setting.of(
            OIDC,
            "username_claim",
            TEXT,
            "preferred_username",
            "The claim of the ID token with the name of a person at the first sign-in. Without it `email` is taken, then"
                    + " `sub`.");

    public static final Setting<String> NAME = Setting.of(
            OIDC,
            "name",
            TEXT,
            "single sign-on",
            "The name of the OpenID provider on the sign-in page, which says *Sign in with* before it.");

    public static final Setting<Optional<String>> ADMINISTRATOR = role("administrator");
    public static final Setting<Optional<String>> EDITOR = role("editor");
    public static final Setting<Optional<String>> VIEWER = role("viewer");

    /** All settings, in order. */
    static final List<Setting<?>> ALL = List.of(
            LOCAL_PASSWORDS,
            ISSUER,
            CLIENT_ID,
            CLIENT_SECRET,
            SCOPES,
            USERNAME_CLAIM,
            NAME,
            ADMINISTRATOR,
            EDITOR,
            VIEWER);

    private ConsoleSetting() {}

    private static Setting<Optional<String>> role(String name) {
        return Setting.of(
                        ROLES,
                        name,
                        TEXT.optional(),
                        Optional.<String>empty(),
                        "Condition in CEL over `claims`, those of the ID token, for the role %s. The highest role whose condition"
                                        .formatted(name)
                                + " is true is given; a person without one is not admitted.")
                .byDefault("none");
    }
}
