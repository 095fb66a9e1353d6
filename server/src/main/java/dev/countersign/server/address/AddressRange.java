package dev.countersign.server.address;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/** A block of IP addresses that share their first bits (RFC 4632, RFC 4291 §2.3); a single address shares all of them. */
public final class AddressRange {
    private static final Pattern PREFIX_LENGTH = Pattern.compile("[0-9]{1,3}");

    private final byte[] network;
    private final int bits;

    private AddressRange(byte[] network, int bits) {
        this.network = network;
        this.bits = bits;
    }

    /** Reads an address, or a range such as {@code 10.0.0.0/8}; empty for any other text. Names are not resolved. */
    public static Optional<AddressRange> read(String text) {
        int slash = text.indexOf('/');
        Optional<byte[]> network =
                IpLiteral.read(slash < 0 ? text : text.substring(0, slash)).map(InetAddress::getAddress);
        if (slash < 0) {
            return network.map(all -> new AddressRange(all, all.length * Byte.SIZE));
        }
        var length = text.substring(slash + 1);
        return network.filter(all ->
                        PREFIX_LENGTH.matcher(length).matches() && Integer.parseInt(length) <= all.length * Byte.SIZE)
                .map(all -> new AddressRange(all, Integer.parseInt(length)));
    }

    /**
     * Reads an address or a range.
     *
     * @throws IllegalArgumentException when the text is neither
     */
    public static AddressRange parse(String text) {
        return read(text).orElseThrow(() -> new IllegalArgumentException("neither an address nor a range: " + text));
    }

    /** Whether the range contains the address; one of the other IP version never matches. */
    public boolean contains(byte[] address) {
        if (address.length != network.length) {
            return false;
        }
        int whole = bits / Byte.SIZE;
        int rest = bits % Byte.SIZE;
        if (!Arrays.equals(address, 0, whole, network, 0, whole)) {
            return false;
        }
        int mask = 0xFF00 >> rest & 0xFF;
        return rest == 0 || (address[whole] & mask) == (network[whole] & mask);
    }

    /** Whether the range contains the address. */
    public boolean contains(InetAddress address) {
        return contains(address.getAddress());
    }

    /** Whether the range contains every address of its IP version. */
    public boolean isEverything() {
        return bits == 0;
    }
}
