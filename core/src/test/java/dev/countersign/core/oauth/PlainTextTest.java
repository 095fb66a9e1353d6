package dev.countersign.core.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlainTextTest {

    @ParameterizedTest
    @ValueSource(strings = {"a\u0000", "\u0000", "a\uD800", "\uDC00a", "\uD83D \uDE00"})
    void whatNoStoreCanHoldIsNeitherStorableNorAnIdentifier(String text) {
        assertThat(PlainText.isStorable(text)).isFalse();
        assertThat(PlainText.isIdentifier(text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\u0001", "a\nb", "\t", "\u007F", "\u0085", "\u009F"})
    void otherControlCharactersCanBeStoredAndAreNoIdentifiers(String text) {
        assertThat(PlainText.isStorable(text)).isTrue();
        assertThat(PlainText.isIdentifier(text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"alice", " ", "\u00A0", "ü", "\uD83D\uDE00", "\uFFFD", "\uFFFF", "a b"})
    void everyOtherTextMayBeAnIdentifier(String text) {
        assertThat(PlainText.isIdentifier(text)).isTrue();
        assertThat(PlainText.visible(text)).isEqualTo(text);
    }

    @Test
    void whatCannotBeShownIsWrittenAsInJson() {
        assertThat(PlainText.visible("a\u0000b\n\uD800c\uD83D\uDE00\u009F"))
                .isEqualTo("a\\u0000b\\u000a\\ud800c\uD83D\uDE00\\u009f");
    }

    static List<Function<String, Object>> types() {
        return List.of(
                ApiResourceId::new,
                ApplicationId::new,
                Audience::new,
                ClientId::new,
                CorrelationId::new,
                FamilyId::new,
                IssuerId::new,
                IssuerIdentifier::new,
                TokenId::new);
    }

    @ParameterizedTest
    @MethodSource("types")
    void noIdentifierHoldsWhatAStoreCannot(Function<String, Object> type) {
        assertThatIllegalArgumentException().isThrownBy(() -> type.apply(""));
        assertThatIllegalArgumentException().isThrownBy(() -> type.apply("a\u0000"));
        assertThatIllegalArgumentException().isThrownBy(() -> type.apply("a\uDBFF"));
        assertThat(type.apply("a b\u0001")).hasToString("a b\u0001");
    }
}
