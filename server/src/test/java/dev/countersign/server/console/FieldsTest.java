package dev.countersign.server.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.server.management.Problem;
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
}
