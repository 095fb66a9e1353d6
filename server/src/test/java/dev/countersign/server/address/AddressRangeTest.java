package dev.countersign.server.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRangeTest {

    @ParameterizedTest
    @CsvSource({
        "10.1.2.3, 10.1.2.3, 10.1.2.4",
        "10.0.0.0/8, 10.255.255.255, 11.0.0.0",
        "10.0.0.0/9, 10.127.255.255, 10.128.0.0",
        "10.9.9.9/8, 10.0.0.0, 9.255.255.255",
        "10.1.2.4/31, 10.1.2.5, 10.1.2.6",
        "::1, ::1, ::2",
        "fd00::/8, fdff::1, fe00::1",
        "2001:db8::/33, 2001:db8:7fff::1, 2001:db8:8000::1",
        "::ffff:10.1.2.3, 10.1.2.3, ::10.1.2.3",
        "0.0.0.0/0, 255.255.255.255, ::1",
        "::/0, ffff::1, 10.1.2.3"
    })
    void holdsTheFirstAndNotTheSecond(String range, String inside, String outside) {
        var read = AddressRange.parse(range);

        assertThat(read.contains(InetAddress.ofLiteral(inside))).isTrue();
        assertThat(read.contains(InetAddress.ofLiteral(outside))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "10",
                "10.1",
                "10.1.2",
                "10.1.2.3.4",
                "010.1.2.3",
                "10.1.2.256",
                "0x0a.1.2.3",
                "10.1.2.3/",
                "10.1.2.3/33",
                "10.1.2.3/-1",
                "10.1.2.3/+8",
                "10.1.2.3/ 8",
                "10.1.2.3/8/8",
                "10.1.2.3/0008",
                "::1/129",
                "[::1]",
                "::1%lo",
                ":",
                ":::",
                "1::2::3",
                "12345::",
                "localhost",
                "a:b",
                "::ffff:10.1.2.3/104",
                " 10.1.2.3",
                "10.1.2.3\n",
                "١٠.1.2.3"
            })
    void isNeitherAnAddressNorARange(String text) {
        assertThat(AddressRange.read(text)).isEmpty();
        assertThatThrownBy(() -> AddressRange.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void knowsWhetherItIsEverything() {
        assertThat(AddressRange.parse("0.0.0.0/0").isEverything()).isTrue();
        assertThat(AddressRange.parse("::/0").isEverything()).isTrue();
        assertThat(AddressRange.parse("0.0.0.0/1").isEverything()).isFalse();
        assertThat(AddressRange.parse("0.0.0.0").isEverything()).isFalse();
    }
}
