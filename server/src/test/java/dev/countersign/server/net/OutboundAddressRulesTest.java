package dev.countersign.server.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OutboundAddressRulesTest {
    private static final String HOST = "keys.example";

    private static final OutboundAddressRules NOTHING_LISTED = new OutboundAddressRules(List.of());

    @ParameterizedTest
    @CsvSource({
        "0.0.0.0, unspecified",
        "0.255.255.255, unspecified",
        "10.0.0.0, private",
        "10.255.255.255, private",
        "100.64.0.0, shared by carriers",
        "100.127.255.255, shared by carriers",
        "127.0.0.1, loopback",
        "127.255.255.255, loopback",
        "169.254.0.0, link-local",
        "169.254.169.254, link-local",
        "172.16.0.0, private",
        "172.31.255.255, private",
        "192.0.0.1, reserved",
        "192.0.2.255, for documentation",
        "192.88.99.1, reserved",
        "192.168.0.0, private",
        "192.168.255.255, private",
        "198.18.0.0, for benchmarks",
        "198.19.255.255, for benchmarks",
        "198.51.100.7, for documentation",
        "203.0.113.7, for documentation",
        "224.0.0.1, multicast",
        "239.255.255.255, multicast",
        "240.0.0.0, reserved",
        "255.255.255.254, reserved",
        "255.255.255.255, broadcast"
    })
    void refusesWhatIsNotPublic(String address, String kind) {
        assertRefused(address, kind);
    }

    @ParameterizedTest
    @CsvSource({
        "::, unspecified",
        "::1, loopback",
        "::ffff:127.0.0.1, loopback",
        "::ffff:10.1.2.3, private",
        "::10.1.2.3, reserved",
        "64:ff9b::10.1.2.3, private",
        "64:ff9b::169.254.169.254, link-local",
        "64:ff9b:1::1, reserved",
        "100::1, reserved",
        "1fff:ffff::1, reserved",
        "2001::1, reserved",
        "2001:1ff:ffff::1, reserved",
        "2001:db8::1, for documentation",
        "2002:7f00:1::1, a 6to4 tunnel",
        "3fff:fff::1, for documentation",
        "4000::1, reserved",
        "5f00::1, reserved",
        "fc00::1, private",
        "fd12:3456::1, private",
        "fe80::1, link-local",
        "febf::1, link-local",
        "fec0::1, site-local",
        "ff02::1, multicast"
    })
    void refusesWhatIsNotPublicInVersionSix(String address, String kind) {
        assertRefused(address, kind);
    }

    private static void assertRefused(String address, String kind) {
        assertThat(NOTHING_LISTED.refusal(HOST, InetAddress.ofLiteral(address)))
                .hasValueSatisfying(
                        reason -> assertThat(reason).contains(" is " + kind + " and not in allowed_private_hosts"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.0.0.0",
                "9.255.255.255",
                "11.0.0.0",
                "100.63.255.255",
                "100.128.0.0",
                "126.255.255.255",
                "128.0.0.0",
                "169.253.255.255",
                "169.255.0.0",
                "172.15.255.255",
                "172.32.0.0",
                "192.167.255.255",
                "192.169.0.0",
                "198.17.255.255",
                "198.20.0.0",
                "223.255.255.255",
                "2001:200::1",
                "2001:db9::1",
                "2606:4700::1111",
                "3fff:1000::1",
                "3ffe::1",
                "64:ff9b::8.8.8.8",
                "::ffff:8.8.8.8"
            })
    void allowsWhatIsPublic(String address) {
        assertThat(NOTHING_LISTED.refusal(HOST, InetAddress.ofLiteral(address))).isEmpty();
        assertThat(NOTHING_LISTED.isListed(HOST, InetAddress.ofLiteral(address)))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"keys.example", "KEYS.Example", "keys.example.", "10.1.0.0/16", "10.1.2.3", "10.1.2.3/32"})
    void allowsWhatTheOperatorListed(String entry) {
        var rules = new OutboundAddressRules(List.of("elsewhere.example", entry));

        assertThat(rules.refusal(HOST, InetAddress.ofLiteral("10.1.2.3"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"example", "my.keys.example", "keys.example.org", "10.2.0.0/16", "10.1.2.4", "::/0", "0.0.0.0/5"
            })
    void aListingCoversNothingBesideItself(String entry) {
        var rules = new OutboundAddressRules(List.of(entry));

        assertThat(rules.refusal(HOST, InetAddress.ofLiteral("10.1.2.3"))).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[::1]", "::1", "::/64", "0::/0"})
    void listsAddressesOfVersionSix(String entry) {
        var rules = new OutboundAddressRules(List.of(entry));

        assertThat(rules.refusal("::1", InetAddress.ofLiteral("::1"))).isEmpty();
    }

    @Test
    void aRangeMayEndWithinAByte() {
        var rules = new OutboundAddressRules(List.of("172.16.0.0/13"));

        assertThat(rules.refusal(HOST, InetAddress.ofLiteral("172.23.255.255"))).isEmpty();
        assertThat(rules.refusal(HOST, InetAddress.ofLiteral("172.24.0.0"))).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.0/33", "10.0.0.0/-1", "::/129", "10.0.0.0/x", "keys.example/8", " ", ""})
    void refusesListingsThatMeanNothing(String entry) {
        assertThatThrownBy(() -> new OutboundAddressRules(List.of(entry))).isInstanceOf(IllegalArgumentException.class);
    }
}
