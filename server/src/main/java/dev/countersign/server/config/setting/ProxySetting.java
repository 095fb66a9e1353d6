package dev.countersign.server.config.setting;

import dev.countersign.base.text.WebUrl;
import java.util.List;
import java.util.Optional;

/** The settings of the proxy for outbound requests. */
public final class ProxySetting {
    private static final String SECTION = "net";

    public static final Setting<Optional<String>> PROXY = Setting.of(
                    SECTION,
                    "proxy",
                    ValueTypes.text(
                                    "an http URL of host and port without a user, such as http://proxy.example:3128",
                                    ProxySetting::isProxy)
                            .optional(),
                    Optional.<String>empty(),
                    "The HTTP proxy through which JWKS endpoints, metadata of issuers and the webhook are called, in tunnels"
                            + " (`CONNECT`); see [operations](operations.md#behind-an-outbound-proxy). Credentials do not"
                            + " belong into this URL.")
            .byDefault("none");

    public static final Setting<List<String>> NO_PROXY = Setting.of(
            SECTION,
            "no_proxy",
            ValueTypes.list(
                    "host names, suffixes of domains such as .corp.example, IP addresses or CIDR ranges such as"
                            + " 10.1.0.0/16",
                    ProxySetting::isException),
            List.<String>of(),
            "Hosts that are connected to without the proxy; needs `proxy`. A suffix covers all hosts below the domain, and an"
                    + " address or range covers URLs with such an address in them. This machine (`localhost`, `127.0.0.0/8`,"
                    + " `::1`) is never called through the proxy.");

    public static final Setting<Optional<String>> USERNAME = Setting.of(
                    SECTION,
                    "proxy_username",
                    ValueTypes.text("text without a colon", ProxySetting::isUsername)
                            .optional(),
                    Optional.<String>empty(),
                    "The user for Basic authentication (RFC 7617) with the proxy. Needs `proxy_password_file` or"
                            + " `proxy_password`.")
            .byDefault("none")
            .asSecret();

    public static final Setting<Optional<String>> PASSWORD_FILE = Setting.of(
                    SECTION,
                    "proxy_password_file",
                    ValueTypes.FILE.optional(),
                    Optional.<String>empty(),
                    "File with the password of that user; blanks at its ends are removed. A relative path starts at"
                            + " `<home>/conf`. Read at the start.")
            .byDefault("none");

    public static final Setting<Optional<String>> PASSWORD = Setting.of(
                    SECTION,
                    "proxy_password",
                    ValueTypes.text("text", text -> !text.isEmpty()).optional(),
                    Optional.<String>empty(),
                    "The password itself, instead of a file; meant for the environment variable.")
            .byDefault("none")
            .asSecret();

    private ProxySetting() {}

    private static boolean isProxy(String text) {
        return WebUrl.read(text) instanceof WebUrl.Reading.Read(WebUrl url)
                && !url.secure()
                && url.path().equals("/")
                && url.uri().getRawFragment() == null;
    }

    private static boolean isException(String text) {
        return NetworkNames.isHostOrCidr(text.startsWith(".") ? text.substring(1) : text);
    }

    /** The first colon separates both parts of the credentials (RFC 7617 §2), which hold no control characters. */
    private static boolean isUsername(String text) {
        return !text.isEmpty() && text.indexOf(':') < 0 && text.chars().noneMatch(Character::isISOControl);
    }
}
