package dev.countersign.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.Spec;
import dev.countersign.core.jose.json.Parsed;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FormBodyTest {

    private static Parsed<FormBody> decode(String latin1) {
        return FormBody.decode(latin1.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static FormBody form(String latin1) {
        return ((Parsed.Read<FormBody>) decode(latin1)).value();
    }

    @Property
    void readsWhatTheJdkWrites(@ForAll @Size(max = 8) Map<@NotEmpty String, @NotEmpty String> parameters) {
        var sendable = parameters.entrySet().stream()
                .filter(entry -> isSendable(entry.getKey()) && isSendable(entry.getValue()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        String text = sendable.entrySet().stream()
                .map(entry -> encode(entry.getKey()) + "=" + encode(entry.getValue()))
                .collect(Collectors.joining("&"));

        FormBody form = form(text);

        sendable.forEach((name, value) -> assertThat(form.value(name)).contains(value));
    }

    @Property
    void saysMalformedOrGivesAFormForAnyBytes(@ForAll byte[] bytes) {
        switch (FormBody.decode(bytes)) {
            case Parsed.Read(var form) -> assertThat(form.toString()).doesNotContain("\0");
            case Parsed.Unreadable(var problem) -> assertThat(problem).isNotEmpty();
        }
    }

    private static boolean isSendable(String text) {
        return text.indexOf('\0') < 0 && StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Test
    @Spec("RFC 6749 appendix B")
    void decodesOnceAndNotTwice() {
        assertThat(form("a=%2541+%2B").value("a")).contains("%41 +");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a=%",
                "a=%1",
                "a=%g0",
                "a=%0g",
                "a=%00",
                "%00=a",
                "a=%c3%28",
                "a=%c0%80",
                "a=%ed%a0%80",
                "a=\u00ff",
                "a=\u0000",
                "a=\n",
                "a=\u007f",
                "a=%-1",
                "a=%+1",
                "a=% 1"
            })
    @Spec("RFC 6749 appendix B")
    void refusesWhatIsNotPercentEncodedUtf8(String text) {
        assertThat(decode(text)).isInstanceOf(Parsed.Unreadable.class);
    }

    @Test
    @Spec("RFC 6749 §3.2")
    void treatsAnEmptyValueAsOmittedAndStillAsSent() {
        FormBody form = form("scope=&resource=&resource=x&alone");

        assertThat(form.value("scope")).isEmpty();
        assertThat(form.value("alone")).isEmpty();
        assertThat(form.has("scope")).isTrue();
        assertThat(form.values("resource")).containsExactly("x");
    }

    @Test
    void passesOverEmptyParts() {
        assertThat(form("&&a=1&").value("a")).contains("1");
        assertThat(form("").toString()).isEqualTo("[]");
    }

    @Test
    @Spec("RFC 6749 §3.2")
    void findsAParameterThatStandsTwiceHoweverItIsSpelled() {
        assertThat(form("scope=a&s%63ope=b").repeated(FormBody.EMPTY, Set.of())).contains("scope");
        assertThat(form("scope=a&scope=").repeated(FormBody.EMPTY, Set.of())).contains("scope");
        assertThat(form("scope=a").repeated(form("scope=a"), Set.of())).contains("scope");
        assertThat(form("scope=a&Scope=b").repeated(FormBody.EMPTY, Set.of())).isEmpty();
        assertThat(form("resource=a&resource=b").repeated(form("resource=c"), Set.of("resource")))
                .isEmpty();
    }

    @Test
    void neverPrintsAValue() {
        assertThat(form("client_secret=hush").toString()).isEqualTo("[client_secret]");
    }
}
