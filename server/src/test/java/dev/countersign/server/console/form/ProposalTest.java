package dev.countersign.server.console.form;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProposalTest {
    private static Form form(Map<String, List<String>> values) {
        return new Form(values, Map.of());
    }

    @Test
    void aLinkFillsTheFieldsThatAreProposedAndNoOthers() {
        Fields saved = Fields.of(Map.of(
                "/alias", List.of(""), "/replay/allow_reuse", List.of(), "/conditions/0", List.of("claims.x == 1")));
        Proposal proposal = Proposal.of(form(Map.of(
                "/alias", List.of("urn:us"),
                "/replay/allow_reuse", List.of("true"),
                "/conditions/0", List.of(""),
                "/scopes", List.of("more"))));

        Fields shown = proposal.in(saved);

        assertThat(shown.value("/alias")).isEqualTo("urn:us");
        assertThat(shown.form().all("/replay/allow_reuse")).isEmpty();
        assertThat(shown.value("/conditions/0")).isEqualTo("claims.x == 1");
        assertThat(shown.form().has("/scopes")).isFalse();
    }

    @Test
    void aQueryWithoutSuchFieldsProposesNothing() {
        assertThat(Proposal.of(form(Map.of("alias", List.of("x"), "page", List.of("2"))))
                        .isEmpty())
                .isTrue();
    }

    @Test
    void theLinkReadsAsWhatItWasMadeOf() {
        assertThat(new Proposal(Map.of("/algorithms", List.of("RS256", "a&b"))).link("/x"))
                .isEqualTo("/x?%2Falgorithms=RS256&%2Falgorithms=a%26b");
    }
}
