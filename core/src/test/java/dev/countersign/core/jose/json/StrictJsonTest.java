package dev.countersign.core.jose.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.core.Spec;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrictJsonTest {

    @Test
    void readsEveryKindOfValueInTheOrderWritten() {
        var members = read("""
                {"text": "ä\\u00e4\\ud83d\\ude00", "truth": true, "lie": false, "nothing": null,
                 "list": [1, [], {}], "object": {"a": {"b": "c"}}}\r\n\t\s""");

        assertThat(members.keySet()).containsExactly("text", "truth", "lie", "nothing", "list", "object");
        assertThat(members)
                .containsEntry("text", "ää😀")
                .containsEntry("truth", true)
                .containsEntry("lie", false)
                .containsEntry("nothing", JsonNull.NULL)
                .containsEntry("list", List.of(1L, List.of(), Map.of()))
                .containsEntry("object", Map.of("a", Map.of("b", "c")));
    }

    @Test
    void readsAnIntegralLiteralThatFitsAsLong() {
        assertThat(number("0")).isEqualTo(0L);
        assertThat(number("-0")).isEqualTo(0L);
        assertThat(number("1790000000")).isEqualTo(1_790_000_000L);
        assertThat(number("9223372036854775807")).isEqualTo(Long.MAX_VALUE);
        assertThat(number("-9223372036854775808")).isEqualTo(Long.MIN_VALUE);
    }

    @Test
    void readsEveryOtherNumberAsDecimalWithoutExpandingIt() {
        assertThat(number("9223372036854775808")).isEqualTo(new BigDecimal("9223372036854775808"));
        assertThat(number("1.0")).isEqualTo(new BigDecimal("1.0"));
        assertThat(number("1e3")).isEqualTo(new BigDecimal("1e3"));
        assertThat(number("1e400")).isEqualTo(new BigDecimal("1e400"));
        assertThat(number("-1E-9999")).isEqualTo(new BigDecimal("-1E-9999"));
        assertThat(number("1e9999")).isEqualTo(new BigDecimal("1e9999"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e10000", "1e-10000", "1.5e-9999", "1e2147483648", "1e-2147483648", "1e99999999999999"})
    void refusesAnExponentThatOnlyHurts(String literal) {
        assertThat(problem("{\"n\":%s}".formatted(literal))).isEqualTo("a number has an exponent beyond all use");
    }

    @Test
    void boundsTheLengthOfANumber() {
        assertThat(number("1".repeat(64))).isEqualTo(new BigDecimal("1".repeat(64)));
        assertThat(problem("{\"n\":%s}".formatted("1".repeat(65)))).isEqualTo("a number is longer than 64 characters");
        assertThat(problem("{\"n\":1.%s}".formatted("1".repeat(63))))
                .isEqualTo("a number is longer than 64 characters");
        assertThat(problem("{\"n\":%s}".formatted("1".repeat(100_000)))).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"iss\":\"a\",\"iss\":\"b\"}",
                "{\"iss\":\"a\",\"\\u0069ss\":\"b\"}",
                "{\"a\":{\"b\":[{\"c\":1,\"c\":1}]}}",
                "{\"a\":null,\"a\":null}",
                "{\"\":1,\"\":2}"
            })
    @Spec("RFC 7515 §4")
    @Spec("RFC 7519 §4")
    void refusesAMemberNamedTwiceAtEveryDepth(String json) {
        assertThat(problem(json)).isEqualTo("a member is named twice");
    }

    @Test
    void acceptsTheSameNameInDifferentObjects() {
        assertThat(read("{\"a\":{\"a\":{\"a\":1}},\"b\":[{\"a\":1},{\"a\":2}]}"))
                .hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "[]", "\"a\"", "1", "null", "true"})
    void refusesATopLevelThatIsNoObject(String json) {
        assertThat(problem(json)).isEqualTo("the top level is not an object");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{} {}", "{}{}", "{},", "{}1", "{}null", "{}\0", "{}\u00a0", "{}//", "{}#"})
    void refusesAnythingAfterTheObject(String json) {
        assertThat(problem(json)).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "{\"a\"",
                "{\"a\":",
                "{\"a\":1",
                "{\"a\":[1",
                "{\"a\":\"",
                "{\"a\":1,}",
                "{\"a\":[1,]}",
                "{\"a\":[,1]}",
                "{,}",
                "{\"a\" 1}",
                "{a:1}",
                "{'a':1}",
                "{\"a\":01}",
                "{\"a\":+1}",
                "{\"a\":.5}",
                "{\"a\":1.}",
                "{\"a\":1e}",
                "{\"a\":-}",
                "{\"a\":0x1}",
                "{\"a\":NaN}",
                "{\"a\":Infinity}",
                "{\"a\":-Infinity}",
                "{\"a\":nul}",
                "{\"a\":nullx}",
                "{\"a\":True}",
                "{\"a\":/*c*/1}",
                "{\"a\":1//c\n}",
                "{\"a\":1#c\n}",
                "{\"a\":\"\\x41\"}",
                "{\"a\":\"\\u12\"}",
                "{\"a\":\"\t\"}",
                "{\"a\":\"\0\"}",
                "{\"a\":\u00a01}",
                "\u000b{}",
                "\u001e{}"
            })
    @Spec("RFC 8259 §2")
    void refusesWhatIsNotJson(String json) {
        assertThat(problem(json)).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":\"\\ud800\"}",
                "{\"a\":\"\\udc00\"}",
                "{\"a\":\"\\ud800x\"}",
                "{\"a\":\"\\ud800\\ud800\"}",
                "{\"a\":\"\\udc00\\ud800\"}"
            })
    @Spec("RFC 8725 §3.7")
    void refusesHalfACharacterInEscapes(String json) {
        assertThat(problem(json)).isEqualTo("a string holds half a character");
    }

    @Test
    @Spec("RFC 8725 §3.7")
    void refusesHalfACharacterInTheEscapesOfAName() {
        assertThat(read("{\"\\ud83d\\ude00\":1}")).containsKey("😀");
        assertThat(problem("{\"\\udfff\":1}")).isNotEmpty();
        assertThat(problem("{\"\\ud800\":1}")).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "efbbbf7b7d", // a byte order mark
                "fffe7b007d00", // UTF-16, little-endian
                "feff007b007d", // UTF-16, big-endian
                "7b2261223a22ff227d", // no UTF-8 at all
                "7b2261223a22c3227d", // half a character
                "7b2261223a22c0af227d", // an overlong slash
                "7b2261223a22e080af227d", // a longer one
                "7b2261223a22eda080227d", // a surrogate
                "7b2261223a22eda081edb080227d", // a pair of them (CESU-8)
                "7b2261223a22f4908080227d", // beyond the last code point
                "7b2261223a22c080227d" // Java's own null
            })
    @Spec("RFC 8725 §3.7")
    @Spec("RFC 3629 §3")
    void refusesEverythingButUtf8(String hex) {
        assertThat(problem(HexFormat.of().parseHex(hex))).isEqualTo("the text is not UTF-8 without a byte order mark");
    }

    @ParameterizedTest
    @ValueSource(strings = {"7b007d00", "007b007d", "7b0000007d000000"})
    @Spec("RFC 8725 §3.7")
    void refusesUtf16And32WithoutAByteOrderMark(String hex) {
        assertThat(problem(HexFormat.of().parseHex(hex))).isNotEmpty();
    }

    @Test
    void boundsTheDepth() {
        assertThat(read("{\"a\":".repeat(31) + "{}" + "}".repeat(31))).hasSize(1);
        assertThat(problem("{\"a\":".repeat(32) + "{}" + "}".repeat(32))).contains("deeper than 32 levels");
        assertThat(read("{\"a\":" + "[".repeat(31) + "]".repeat(31) + "}")).hasSize(1);
        assertThat(problem("{\"a\":" + "[".repeat(32) + "]".repeat(32) + "}")).contains("deeper than 32 levels");
    }

    @Test
    void boundsTheLengthOfAName() {
        assertThat(read("{\"%s\":1}".formatted("n".repeat(256)))).hasSize(1);
        assertThat(problem("{\"%s\":1}".formatted("n".repeat(257)))).isEqualTo("a name is longer than 256 characters");
        assertThat(problem("{\"%s\":1}".formatted("n".repeat(100_000)))).isNotEmpty();
    }

    @Test
    void boundsTheLengthOfAString() {
        assertThat(read("{\"s\":\"%s\"}".formatted("x".repeat(65_536)))).hasSize(1);
        assertThat(problem("{\"s\":\"%s\"}".formatted("x".repeat(65_537)))).contains("65536 characters");
    }

    @Test
    void boundsTheNumberOfValues() {
        assertThat(read("{\"a\":[0%s]}".formatted(",0".repeat(9_998)))).hasSize(1);
        assertThat(problem("{\"a\":[0%s]}".formatted(",0".repeat(9_999))))
                .isEqualTo("there are more than 10000 values");
    }

    @Test
    void boundsTheLengthOfTheText() {
        int most = 1 << 20;
        assertThat(read("{}" + " ".repeat(most - 2))).isEmpty();
        assertThat(problem("{}" + " ".repeat(most - 1))).isEqualTo("the text is longer than 1048576 bytes");
    }

    @Test
    void handsOutWhatNobodyCanChange() {
        var members = read("{\"a\":{},\"b\":[]}");

        assertThatThrownBy(() -> members.put("c", 1L)).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> ((Map<?, ?>) members.get("a")).clear())
                .isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> ((List<?>) members.get("b")).clear())
                .isInstanceOf(UnsupportedOperationException.class);
    }

    private static Object number(String literal) {
        return read("{\"n\":%s}".formatted(literal)).get("n");
    }

    private static Map<String, Object> read(String json) {
        return switch (StrictJson.readObject(json.getBytes(StandardCharsets.UTF_8))) {
            case Parsed.Read(var members) -> members;
            case Parsed.Unreadable(var problem) -> throw new AssertionError(problem);
        };
    }

    private static String problem(String json) {
        return problem(json.getBytes(StandardCharsets.UTF_8));
    }

    private static String problem(byte[] json) {
        return switch (StrictJson.readObject(json)) {
            case Parsed.Read(var members) -> throw new AssertionError("Was read: " + members);
            case Parsed.Unreadable(var problem) -> problem;
        };
    }

    @Test
    void boundsTheMembersOfAnObjectAtEveryDepth() {
        String members = IntStream.range(0, StrictJson.MAX_MEMBERS)
                .mapToObj(i -> "\"m" + i + "\":0")
                .collect(Collectors.joining(","));
        String tooMany = "an object has more than 1000 members";
        assertThat(read("{" + members + "}")).hasSize(1000);
        assertThat(problem("{" + members + ",\"one\":1}")).isEqualTo(tooMany);
        assertThat(problem("{\"a\":[{" + members + ",\"one\":1}]}")).isEqualTo(tooMany);
    }
}
