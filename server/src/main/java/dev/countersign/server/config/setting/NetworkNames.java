package dev.countersign.server.config.setting;

import dev.countersign.server.address.AddressRange;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** The formats of addresses, hosts and URLs that settings accept. No name is resolved here. */
final class NetworkNames {
    private static final Pattern HOST = Pattern.compile(
            "(?=.{1,253}$)[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?(\\.[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?)*");
    private static final Pattern DOTTED_NUMBERS = Pattern.compile("[0-9.]+");

    private static final Pattern FOUR_NUMBERS = Pattern.compile("(0|[1-9][0-9]{0,2})(\\.(0|[1-9][0-9]{0,2})){3}");

    private NetworkNames() {}

    /** An IP address or a host name. */
    static boolean isHost(String text) {
        return literal(text).isPresent()
                || (HOST.matcher(text).matches()
                        && !DOTTED_NUMBERS.matcher(text).matches());
    }

    /** A host, or addresses in CIDR form such as {@code 10.0.0.0/8}. */
    static boolean isHostOrCidr(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            return isHost(text);
        }
        var bits = text.substring(slash + 1);
        return literal(text.substring(0, slash))
                .filter(address ->
                        bits.matches("[0-9]{1,3}") && Integer.parseInt(bits) <= 8 * address.getAddress().length)
                .isPresent();
    }

    /**
     * An IP address, or addresses in CIDR form other than all addresses. Names are not accepted: a proxy's address must
     * not depend on DNS.
     */
    static boolean isSomeAddresses(String text) {
        return AddressRange.read(text).filter(range -> !range.isEverything()).isPresent();
    }

    /**
     * An issuer identifier (RFC 8414 §2): https, a host, no query, no fragment; and no trailing slash, because paths
     * are appended to it.
     */
    static boolean isBaseUrl(String text) {
        try {
            var url = new URI(text);
            return "https".equals(url.getScheme())
                    && url.getHost() != null
                    && url.getUserInfo() == null
                    && url.getRawQuery() == null
                    && url.getRawFragment() == null
                    && !text.endsWith("/")
                    && url.getPort() != 0
                    && url.getPort() <= 65_535;
        } catch (URISyntaxException notAUrl) {
            return false;
        }
    }

    /**
     * A JDBC URL of PostgreSQL without credentials in any form: before the host, as some tools write them, or as a
     * parameter, whose name the driver decodes.
     */
    static boolean isDatabaseUrl(String text) {
        int query = text.indexOf('?');
        String location = query < 0 ? text : text.substring(0, query);
        return location.startsWith("jdbc:postgresql://")
                && location.indexOf('@') < 0
                && (query < 0
                        || Arrays.stream(text.substring(query + 1).split("[&;]", -1))
                                .noneMatch(NetworkNames::isSecret));
    }

    private static boolean isSecret(String parameter) {
        String name = parameter.split("=", 2)[0];
        try {
            name = URLDecoder.decode(name, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return true;
        }
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.contains("password") || lower.contains("passwd") || lower.contains("secret");
    }

    /** A complete IP address; the short form {@code 10.1} is refused as ambiguous. */
    private static Optional<InetAddress> literal(String text) {
        if (text.indexOf(':') < 0 && !FOUR_NUMBERS.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException aName) {
            return Optional.empty();
        }
    }
}
