package dev.countersign.server.console.form;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FormTokensTest {
    private final String expected = FormTokens.of("cookie");

    private static Form form(String... tokens) {
        return new Form(Map.of(FormTokens.FIELD, List.of(tokens)), Map.of());
    }

    @Test
    void onlyTheTokenOfThisVisitorIsGood() {
        assertThat(FormTokens.isGood(expected, form(expected), Optional.empty()))
                .isTrue();
        assertThat(FormTokens.isGood(expected, form(FormTokens.of("another")), Optional.empty()))
                .isFalse();
        assertThat(FormTokens.isGood(expected, form(""), Optional.empty())).isFalse();
        assertThat(FormTokens.isGood(expected, Form.EMPTY, Optional.empty())).isFalse();
        assertThat(FormTokens.isGood(expected, form(expected, "x"), Optional.empty()))
                .isFalse();
    }

    @Test
    void aScriptMaySendItInAHeader() {
        assertThat(FormTokens.isGood(expected, Form.EMPTY, Optional.of(expected)))
                .isTrue();
        assertThat(FormTokens.isGood(expected, Form.EMPTY, Optional.of("x"))).isFalse();
        assertThat(FormTokens.isGood(expected, form("x"), Optional.of(expected)))
                .as("the form's counts first")
                .isFalse();
    }

    @Test
    void theTokenDoesNotTellTheCookie() {
        assertThat(expected).doesNotContain("cookie").hasSize(64);
        assertThat(FormTokens.newGuest()).isNotEqualTo(FormTokens.newGuest());
    }
}
