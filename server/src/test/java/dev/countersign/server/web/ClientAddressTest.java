package dev.countersign.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.Spec;
import dev.countersign.server.address.AddressRange;
import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientAddressTest {
    private static final InetAddress PROXY = InetAddress.ofLiteral("10.0.0.1");
    private static final InetAddress STRANGER = InetAddress.ofLiteral("198.51.100.9");

    private static final ClientAddress CLIENT_ADDRESS = new ClientAddress(
            Stream.of("10.0.0.0/24", "fd00::/8").map(AddressRange::parse).toList());

    private static String forwarded(String... fields) {
        return CLIENT_ADDRESS.of(PROXY, List.of(fields), List.of()).getHostAddress();
    }

    private static String forwardedFor(String... fields) {
        return CLIENT_ADDRESS.of(PROXY, List.of(), List.of(fields)).getHostAddress();
    }

    @Test
    void withoutTrustedProxiesThePeerIsTheClient() {
        var nobodyTrusted = new ClientAddress(List.of());

        assertThat(nobodyTrusted.of(PROXY, List.of("for=203.0.113.7"), List.of("203.0.113.7")))
                .isEqualTo(PROXY);
    }

    @Test
    void ignoresBothHeadersFromAnyOtherPeer() {
        assertThat(CLIENT_ADDRESS.of(STRANGER, List.of("for=203.0.113.7"), List.of("203.0.113.7")))
                .isEqualTo(STRANGER);
        assertThat(CLIENT_ADDRESS.of(InetAddress.ofLiteral("10.0.1.0"), List.of("for=203.0.113.7"), List.of()))
                .isEqualTo(InetAddress.ofLiteral("10.0.1.0"));
    }

    @Test
    void aProxyWithoutAHeaderIsItsOwnClient() {
        assertThat(CLIENT_ADDRESS.of(PROXY, List.of(), List.of())).isEqualTo(PROXY);
        assertThat(forwarded("")).isEqualTo("10.0.0.1");
        assertThat(forwardedFor(" , ,")).isEqualTo("10.0.0.1");
    }

    @Test
    void forwardedComesBeforeTheOtherHeaderEvenWhenItIsMalformed() {
        assertThat(CLIENT_ADDRESS.of(PROXY, List.of("for=203.0.113.7"), List.of("203.0.113.8")))
                .isEqualTo(InetAddress.ofLiteral("203.0.113.7"));
        assertThat(CLIENT_ADDRESS.of(PROXY, List.of("for="), List.of("203.0.113.8")))
                .isEqualTo(PROXY);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "for=203.0.113.7 | 203.0.113.7",
                "For=203.0.113.7;proto=https;by=10.0.0.1 | 203.0.113.7",
                "proto=https;FOR=203.0.113.7 | 203.0.113.7",
                "for=\"203.0.113.7\" | 203.0.113.7",
                "for=\"203.0.113.7:47011\" | 203.0.113.7",
                "for=\"203.0.113.7:_port\" | 203.0.113.7",
                "for=\"[2001:db8:cafe::17]\" | 2001:db8:cafe:0:0:0:0:17",
                "for=\"[2001:db8:cafe::17]:4711\" | 2001:db8:cafe:0:0:0:0:17",
                "for=\"[::ffff:203.0.113.7]\" | 203.0.113.7",
                "for=\"\\203.0.113.\\7\" | 203.0.113.7",
                "for=192.0.2.43, for=203.0.113.7 | 203.0.113.7",
                "for=192.0.2.43,for=203.0.113.7,for=10.0.0.2 | 203.0.113.7",
                "for=203.0.113.7, for=\"[fd00::2]\", for=10.0.0.2 | 203.0.113.7",
                "for=_hidden, for=203.0.113.7 | 203.0.113.7",
                "garbage, for=203.0.113.7 | 203.0.113.7",
                "for=203.0.113.7, , | 203.0.113.7",
                ";;for=203.0.113.7;; | 203.0.113.7",
                "for=203.0.113.7;host=\"a,b;c\\\"d\" | 203.0.113.7"
            })
    @Spec("RFC 7239 §4")
    void readsForwarded(String field, String client) {
        assertThat(forwarded(field)).isEqualTo(client);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "for=unknown",
                "for=_hidden",
                "for=\"_hidden:4711\"",
                "for=192.0.2.43, for=unknown",
                "for=192.0.2.43, for=_SEVKISEK",
                "for=192.0.2.43, for=unknown, for=10.0.0.2",
                "for=192.0.2.43, proto=https"
            })
    @Spec("RFC 7239 §6.2")
    void aHopThatNamesNoAddressLeavesThePeer(String field) {
        assertThat(forwarded(field)).isEqualTo("10.0.0.1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "203.0.113.7",
                "for",
                "for=",
                "=203.0.113.7",
                "for =203.0.113.7",
                "for= 203.0.113.7",
                "for=203.0.113.7 ;proto=https",
                "for=203.0.113.7; proto=https",
                "for=203.0.113.7:80",
                "for=[2001:db8::1]",
                "for=\"2001:db8::1\"",
                "for=\"[203.0.113.7]\"",
                "for=\"[2001:db8::1%eth0]\"",
                "for=\"203.0.113.7:\"",
                "for=\"203.0.113.7:123456\"",
                "for=\" 203.0.113.7\"",
                "for=\"203.0.113.7",
                "for=\"203.0.113.7\\",
                "for=\"203.0.113.7\\\"",
                "for=\"203.0.113.7\"x",
                "for=203.0.113.7;for=203.0.113.7",
                "for=203.0.113.7;For=192.0.2.43",
                "for=203.0.113.7;proto=\"\u0001\"",
                "for=203.0.113.256",
                "for=0203.0.113.7",
                "for=203.0.113",
                "for=client.example",
                "for=192.0.2.43, for=\"203.0.113.7"
            })
    void malformedForwardedLeavesThePeer(String field) {
        assertThat(forwarded(field)).isEqualTo("10.0.0.1");
    }

    @Test
    void fieldsOfOneNameFollowEachOther() {
        assertThat(forwarded("for=192.0.2.43", "for=203.0.113.7", "for=10.0.0.2"))
                .isEqualTo("203.0.113.7");
        assertThat(forwarded("for=\"", "for=203.0.113.7")).isEqualTo("203.0.113.7");
        assertThat(forwarded("for=203.0.113.7", "for=\"")).isEqualTo("10.0.0.1");
        assertThat(forwardedFor("192.0.2.43", "203.0.113.7, 10.0.0.2")).isEqualTo("203.0.113.7");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "203.0.113.7 | 203.0.113.7",
                "203.0.113.7:47011 | 203.0.113.7",
                "2001:db8::17 | 2001:db8:0:0:0:0:0:17",
                "[2001:db8::17] | 2001:db8:0:0:0:0:0:17",
                "[2001:db8::17]:4711 | 2001:db8:0:0:0:0:0:17",
                "192.0.2.43, 203.0.113.7 | 203.0.113.7",
                "unknown, 203.0.113.7,10.0.0.2 , fd00::2 | 203.0.113.7",
                "\", 203.0.113.7 | 203.0.113.7"
            })
    void readsForwardedFor(String field, String client) {
        assertThat(forwardedFor(field)).isEqualTo(client);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "unknown",
                "192.0.2.43, unknown",
                "192.0.2.43, localhost",
                "192.0.2.43, 203.0.113.7 203.0.113.8",
                "192.0.2.43, 203.0.113.256",
                "192.0.2.43, 203.0.113.7:",
                "192.0.2.43, 203.0.113.7:x",
                "192.0.2.43, [203.0.113.7]",
                "192.0.2.43, [2001:db8::17",
                "192.0.2.43, 2001:db8::17%eth0",
                "192.0.2.43, for=203.0.113.7"
            })
    void aHopOfForwardedForThatIsNoAddressLeavesThePeer(String field) {
        assertThat(forwardedFor(field)).isEqualTo("10.0.0.1");
    }

    @Test
    void whenAllAreTrustedThePeerIsTheClient() {
        assertThat(forwardedFor("10.0.0.7, 10.0.0.2")).isEqualTo("10.0.0.1");
        assertThat(forwarded("for=10.0.0.7, for=\"[fd00::2]\"")).isEqualTo("10.0.0.1");
    }

    /** A proxy appends to what the client sent: with a comma in one field, as most do. */
    @Property
    void whateverAClientSendsItNeverChoosesItsAddress(
            @ForAll("hostile") String sent, @ForAll boolean quoted, @ForAll boolean ownField) {
        String added = quoted ? "for=\"203.0.113.7:47011\";host=\"a\"" : "for=203.0.113.7";
        List<String> fields = ownField ? List.of(sent, added) : List.of(sent + ", " + added);

        var allowed = Set.of(PROXY, InetAddress.ofLiteral("203.0.113.7"));
        assertThat(CLIENT_ADDRESS.of(PROXY, fields, List.of())).isIn(allowed);
        assertThat(CLIENT_ADDRESS.of(PROXY, List.of(), List.of(sent + ", 203.0.113.7")))
                .isEqualTo(InetAddress.ofLiteral("203.0.113.7"));
    }

    @Property
    void anUntrustedPeerIsTheClientWhateverItSends(@ForAll("hostile") String one, @ForAll("hostile") String other) {
        assertThat(CLIENT_ADDRESS.of(STRANGER, List.of(one), List.of(other))).isSameAs(STRANGER);
    }

    @Property
    void theRightmostUntrustedOfAnyChainIsTheClient(
            @ForAll @Size(min = 1, max = 8) List<@IntRange(min = 2, max = 255) Integer> chain) {
        List<String> addresses = chain.stream()
                .map(last -> last % 2 == 0 ? "10.0.0." + last : "203.0.113." + last)
                .toList();
        String expected = addresses.reversed().stream()
                .filter(address -> address.startsWith("203."))
                .findFirst()
                .orElse("10.0.0.1");

        assertThat(forwardedFor(String.join(",", addresses))).isEqualTo(expected);
        assertThat(forwarded(String.join(
                        ", ", addresses.stream().map(each -> "for=" + each).toList())))
                .isEqualTo(expected);
    }

    @Property
    void readsBackEveryIpv6Address(@ForAll @Size(16) byte[] octets) throws java.net.UnknownHostException {
        octets[0] = 0x20;
        var address = InetAddress.getByAddress(octets);
        var text = address.getHostAddress();

        assertThat(CLIENT_ADDRESS.of(PROXY, List.of("for=\"[" + text + "]:1\""), List.of()))
                .isEqualTo(address);
        assertThat(CLIENT_ADDRESS.of(PROXY, List.of(), List.of(text))).isEqualTo(address);
    }

    @Test
    void aLongHeaderIsReadInOnePass() {
        String quotes = "\\\"".repeat(500_000);
        assertThat(forwarded("for=\"" + quotes + "\", for=203.0.113.7")).isEqualTo("203.0.113.7");
        String hops = String.join(
                ",", IntStream.range(0, 200_000).mapToObj(i -> "10.0.0.2").toList());
        assertThat(forwardedFor("203.0.113.7," + hops)).isEqualTo("203.0.113.7");
    }

    @Provide
    Arbitrary<String> hostile() {
        return Arbitraries.of(
                        "for=",
                        "6.6.6.6",
                        "\"",
                        "\\",
                        ",",
                        ";",
                        " ",
                        "\t",
                        "[",
                        "]",
                        ":",
                        "2001:db8::6",
                        "x=",
                        "host=",
                        "unknown",
                        "_a",
                        "=",
                        "\u0000",
                        "é",
                        "10.0.0.2",
                        ":80")
                .list()
                .ofMaxSize(12)
                .map(parts -> String.join("", parts));
    }
}
