package dev.countersign.core.grant;

import static dev.countersign.core.fixtures.SampleEndpoint.code;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.Spec;
import dev.countersign.core.fixtures.SampleAssertion;
import dev.countersign.core.fixtures.SampleClient;
import dev.countersign.core.fixtures.SampleEndpoint;
import dev.countersign.core.fixtures.SampleIssuer;
import dev.countersign.core.rejection.Evidence;
import dev.countersign.core.trust.TrustedIssuer.ClaimMapping;
import dev.countersign.core.trust.TrustedIssuer.ReplayRule;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing that an assertion may hold gets anything but a ruling out of the whole exchange: no fault, and no token. */
class HostileAssertionTest {
    private static final String CLAIMS = SampleEndpoint.ordinary()
            .assertion()
            .with("email", "a@b.example")
            .with("groups", List.of("a", "b"))
            .claimsJson();

    /** At and beyond the edges of numbers. */
    private static final List<String> NUMBERS = List.of(
            "null",
            "true",
            "0",
            "-0",
            "-0.0",
            "0e9999",
            "1e9999",
            "-1e-9999",
            "1e400",
            "1.7E9",
            "253402300799",
            "253402300799.999999",
            "253402300800",
            "9223372036854775807",
            "9223372036854775808",
            "-9223372036854775809",
            "18446744073709551616",
            "00",
            "01",
            "+1",
            ".5",
            "1.");

    /** Of all other kinds, and no JSON at all. */
    private static final List<String> OTHER_VALUES = List.of(
            "NaN",
            "Infinity",
            "\"\"",
            "\"\\u0000\"",
            "\"\\ud800\"",
            "\"\\udc00\\ud800\"",
            "\"\\ud83d\\ude00\"",
            "[]",
            "{}",
            "[[]]",
            "[null]",
            "[\"a\",1]",
            "{\"a\":1,\"a\":2}",
            "{\"a\":{\"b\":1,\"\\u0062\":2}}",
            "[",
            "{",
            "]",
            "[".repeat(31) + "]".repeat(31),
            "[".repeat(5000),
            "{\"a\":".repeat(5000),
            "\"" + "a".repeat(40000) + "\"",
            "1".repeat(5000),
            "\"\uD83D\uDE00\"",
            "\"x\"}{\"a\":1",
            "/*c*/1",
            "'a'",
            "1 //",
            "\"" + "\uD83D\uDE00".repeat(250) + "\"",
            "[" + "0,".repeat(12000) + "0]");

    /** One for all tries, because conditions take long to compile; re-use is allowed, so that no try spoils the next. */
    private static final SampleEndpoint ENDPOINT = SampleEndpoint.of(
            SampleIssuer.partner()
                    .replay(new ReplayRule(false, true))
                    .conditions("claims.sub != 'mallory'", "!has(claims.groups) || claims.groups.all(g, g != 'x')")
                    .claims(new ClaimMapping("email", "email"), new ClaimMapping("groups", "groups")),
            SampleClient.orders());

    private static String outcome(String assertion) {
        ENDPOINT.events.clear();
        String code = code(ENDPOINT.exchange(assertion));
        assertThat(ENDPOINT.events).hasSize(1);
        for (Evidence evidence : ENDPOINT.events.getFirst().evidence().stream().toList()) {
            assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(evidence.actual()))
                    .isTrue();
        }
        return code;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\uD83D\uDE00..",
                "\uD83D\uDE00\uD83D\uDE00\uD83D\uDE00..",
                ".\uD83D\uDE00.",
                "..\uD83D\uDE00",
                "\uD83D..",
                "\u0100..",
                "\uD83D\uDE00.\uD83D\uDE00.\uD83D\uDE00",
                "a.\uD83D\uDE00.\uD83D\uDE00.a.a",
                "\uD83D\uDE00....",
                ""
            })
    @Spec("RFC 7515 §7.1")
    void charactersBeyondTheAlphabetAreNoFault(String assertion) {
        assertThat(outcome(assertion)).isEqualTo("assertion.malformed");
    }

    /** An issuer is quoted in the evidence, shortened: never through the middle of a character. */
    @Test
    void evidenceIsNeverCutThroughACharacter() {
        for (String start : List.of("", "x")) {
            String claims = CLAIMS.replace(SampleIssuer.ISSUER, start + "\uD83D\uDE00".repeat(300));
            assertThat(outcome(SampleAssertion.signed(SampleAssertion.headerJson(""), claims)))
                    .isEqualTo("issuer.unknown");
        }
    }

    @Property(tries = 1000)
    void mutatedTextIsARefusal(@ForAll("mutations") Mutation mutation) {
        String good = SampleAssertion.signed(SampleAssertion.headerJson(""), CLAIMS);
        String hostile = mutation.applyTo(good);
        if (!hostile.equals(good)) {
            assertThat(outcome(hostile)).isNotEqualTo("accepted");
        }
    }

    /** The third party itself is hostile: what it signs is never a fault of ours. */
    @Property(tries = 1000)
    void mutatedClaimsThatAreWellSignedAreARuling(@ForAll("mutations") Mutation mutation) {
        String hostile = SampleAssertion.signed(SampleAssertion.headerJson(""), mutation.applyTo(CLAIMS));
        assertThat(outcome(hostile)).isNotEmpty();
    }

    @Property(tries = 1000)
    void mutatedHeadersThatAreWellSignedAreARuling(@ForAll("mutations") Mutation mutation) {
        String hostile =
                SampleAssertion.signed(mutation.applyTo(SampleAssertion.headerJson(",\"typ\":\"JWT\"")), CLAIMS);
        assertThat(outcome(hostile)).isNotEmpty();
    }

    @Property(tries = 1000)
    void anyValueOfAnyClaimIsARuling(@ForAll("claim") String claim, @ForAll("values") String value) {
        String without = CLAIMS.substring(1, CLAIMS.length() - 1);
        String others = Arrays.stream(without.split(",(?=\")"))
                .filter(member -> !member.startsWith("\"" + claim + "\""))
                .collect(Collectors.joining(","));
        String json = "{" + others + ",\"" + claim + "\":" + value + "}";
        assertThat(outcome(SampleAssertion.signed(SampleAssertion.headerJson(""), json)))
                .isNotEmpty();
    }

    @Provide
    Arbitrary<String> claim() {
        return Arbitraries.of("iss", "sub", "aud", "exp", "iat", "nbf", "jti", "email", "groups", "other");
    }

    @Provide
    Arbitrary<String> values() {
        return Arbitraries.oneOf(
                Arbitraries.of(NUMBERS),
                Arbitraries.of(OTHER_VALUES),
                Arbitraries.strings().ofMaxLength(20),
                Arbitraries.doubles().map(String::valueOf),
                Arbitraries.bigIntegers().map(String::valueOf));
    }

    @Provide
    Arbitrary<Mutation> mutations() {
        Arbitrary<String> pieces = Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(6),
                Arbitraries.of(
                        "",
                        ".",
                        "..",
                        "=",
                        "\"",
                        "\\",
                        "\\u0000",
                        "\\ud800",
                        "{",
                        "}",
                        "[",
                        "]",
                        ",",
                        ":",
                        "null",
                        "1e999",
                        "\uD83D\uDE00",
                        "\uFEFF",
                        "\u0000",
                        "-",
                        "0"));
        return Combinators.combine(
                        Arbitraries.integers().between(0, 400),
                        Arbitraries.integers().between(0, 30),
                        pieces)
                .as(Mutation::new);
    }

    /** Puts a piece in the place of some characters. */
    record Mutation(int at, int length, String piece) {
        String applyTo(String text) {
            int from = at % (text.length() + 1);
            int to = Math.min(text.length(), from + length);
            return text.substring(0, from) + piece + text.substring(to);
        }
    }
}
