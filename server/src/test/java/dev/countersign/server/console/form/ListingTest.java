package dev.countersign.server.console.form;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListingTest {
    private static final List<String> ALL = List.of("pear", "Fig", "apple");

    @ParameterizedTest
    @CsvSource({
        "'', apple Fig pear, name, ascending",
        "name, apple Fig pear, name, ascending",
        "-name, pear Fig apple, name, descending",
        "length, Fig pear apple, length, ascending",
        "-length, apple pear Fig, length, descending",
        "unknown, apple Fig pear, name, ascending",
        "-unknown, apple Fig pear, name, ascending",
    })
    void theQueryNamesTheColumnAndTheDirection(String sort, String items, String column, String order) {
        Listing<String> list = list(Map.of("sort", List.of(sort)));

        assertThat(String.join(" ", list.rows().items())).isEqualTo(items);
        assertThat(list.order(column)).isEqualTo(order);
        assertThat(list.order(column.equals("name") ? "length" : "name")).isNull();
    }

    @Test
    void linksKeepWhatIsSearchedAndTurnTheOrderOfThePresentColumn() {
        Listing<String> list = list(Map.of("q", List.of("P & E"), "sort", List.of("length")));

        assertThat(list.rows().items()).isEmpty();
        assertThat(list.sortedBy("length")).isEqualTo("/fruit?sort=-length&q=P+%26+E");
        assertThat(list.sortedBy("name")).isEqualTo("/fruit?sort=name&q=P+%26+E");
        assertThat(list.page(2)).isEqualTo("/fruit?sort=length&q=P+%26+E&page=2");
    }

    @Test
    void aSearchLeavesOutTheOthersBeforePagesAreCounted() {
        List<String> many = IntStream.range(0, 120).mapToObj(i -> "n" + i).toList();
        Listing<String> list =
                Listing.of("/many", many, String::contains, columns(), new Form(Map.of("q", List.of("N1")), Map.of()));

        assertThat(list.rows().total()).isEqualTo(31);
        assertThat(list.rows().pages()).isEqualTo(1);
    }

    private static Listing<String> list(Map<String, List<String>> query) {
        return Listing.of("/fruit", ALL, String::contains, columns(), new Form(query, Map.of()));
    }

    private static List<Listing.Column<String>> columns() {
        return List.of(
                new Listing.Column<>("name", String.CASE_INSENSITIVE_ORDER),
                new Listing.Column<>("length", Comparator.comparing(String::length)));
    }
}
