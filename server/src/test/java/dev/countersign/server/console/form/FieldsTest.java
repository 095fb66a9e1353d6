package dev.countersign.server.console.form;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.server.operation.Problem;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FieldsTest {
    private static final Form SENT = new Form(
            Map.of("/name", List.of("a"), "/conditions/1", List.of("b"), "/keys/jwks_url", List.of("")), Map.of());

    private static Fields with(String pointer) {
        return Fields.of(SENT, List.of(new Problem(pointer, "code", "The detail.")));
    }

    @Test
    void aProblemFindsItsFieldAndTheFieldAboveIt() {
        assertThat(with("/name").problems("/name")).containsExactly("The detail.");
        assertThat(with("/conditions/1").problems("/conditions/1")).hasSize(1);
        assertThat(with("/name/0").problems("/name")).hasSize(1);
        assertThat(with("/names").problems("/name")).isEmpty();
        assertThat(with("/conditions/10").problems("/conditions/1")).isEmpty();
    }

    @Test
    void aProblemOfNoFieldIsToldAboveTheForm() {
        assertThat(with("").otherProblems()).containsExactly("The detail.");
        assertThat(with("/replay/allow_reuse").otherProblems()).containsExactly("replay/allow_reuse: The detail.");
        assertThat(with("/name").otherProblems()).isEmpty();
    }

    @Test
    void whatDescribesAFieldIsNamedForThoseWhoDoNotSeeIt() {
        assertThat(with("/name").describedBy("/name", true)).isEqualTo("field-name-hint field-name-fault");
        assertThat(with("/keys/jwks_url").describedBy("/name", false)).isNull();
    }

    @Test
    void anEmptyFieldIsAskedForByItsLabel() {
        var empty = Fields.of(SENT, List.of(new Problem("/keys/jwks_url", "malformed", "The detail.")));
        var given = Fields.of(SENT, List.of(new Problem("/name", "malformed", "The detail.")));
        assertThat(empty.problems("/keys/jwks_url", "JWKS endpoint URL"))
                .containsExactly("Enter the JWKS endpoint URL.");
        assertThat(empty.problems("/keys/jwks_url", "Issuer")).containsExactly("Enter the issuer.");
        assertThat(empty.problems("/keys/jwks_url", "")).containsExactly("The detail.");
        assertThat(given.problems("/name", "Name")).containsExactly("The detail.");
        assertThat(with("/keys/jwks_url").problems("/keys/jwks_url", "Issuer")).containsExactly("The detail.");
    }

    @Test
    void aProblemOfAnElementNamesItsLineAndItsMember() {
        var form = new Form(Map.of("/chaining", List.of("\r\n https://as.example\r\n\r\nb=\r\n")), Map.of());
        List<String> texts = List.of("/chaining/0", "/chaining/1/client_id", "/chaining", "/chaining/7").stream()
                .map(pointer -> Fields.of(form, List.of(new Problem(pointer, "code", "The detail.")))
                        .problemsOfLines("/chaining", "Servers")
                        .getFirst())
                .toList();

        assertThat(texts)
                .containsExactly("Line 2: The detail.", "Line 4, client_id: The detail.", "The detail.", "The detail.");
    }

    @Test
    void aFieldOfLinesIsAskedForByItsLabelToo() {
        var empty = new Form(Map.of("/types", List.of("")), Map.of());

        assertThat(Fields.of(empty, List.of(new Problem("/types", "required", "The detail.")))
                        .problemsOfLines("/types", "Types"))
                .containsExactly("Enter the types.");
    }

    @Test
    void secondsAreAlsoShownInTheUnitsThatPeopleUse() {
        assertThat(seconds("86400")).isEqualTo(" 86400 seconds are 24 hours.");
        assertThat(seconds("172800")).isEqualTo(" 172800 seconds are 2 days.");
        assertThat(seconds("300")).isEqualTo(" 300 seconds are 5 minutes.");
        assertThat(List.of(seconds("45"), seconds("3601"), seconds(""), seconds("-1"), seconds("soon")))
                .containsOnly("");
    }

    private static String seconds(String value) {
        return Fields.of(Map.of("/lifetime_seconds", List.of(value))).inLargerUnits("/lifetime_seconds");
    }
}
