package dev.countersign.server.address;

import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A complete IP address: four decimal numbers, or IPv6 without brackets and zone. {@code 10.1}, {@code 010.0.0.1} and
 * names are refused. An IPv4-mapped IPv6 address is read as the IPv4 address it represents.
 */
public final class IpLiteral {
    private static final Pattern IPV4 = Pattern.compile("(0|[1-9][0-9]{0,2})(\\.(0|[1-9][0-9]{0,2})){3}");
    private static final Pattern IPV6_CHARACTERS = Pattern.compile("[0-9A-Fa-f.]*:[0-9A-Fa-f:.]*");

    /** The longest form: six groups of four digits, followed by an IPv4 address. */
    private static final int LONGEST = 45;

    private IpLiteral() {}

    /** The address; empty for any other text. */
    public static Optional<InetAddress> read(String text) {
        if (text.length() > LONGEST
                || !(IPV4.matcher(text).matches()
                        || IPV6_CHARACTERS.matcher(text).matches())) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException notAnAddress) {
            return Optional.empty();
        }
    }
}
