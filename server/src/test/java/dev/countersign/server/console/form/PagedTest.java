package dev.countersign.server.console.form;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PagedTest {
    @ParameterizedTest
    @CsvSource({
        "0,1,1,0",
        "1,1,1,1",
        "50,1,1,50",
        "51,1,2,50",
        "51,2,2,1",
        "51,3,2,1",
        "51,0,2,50",
        "51,-1,2,50",
        "51,x,2,50"
    })
    void aPageThatIsNotThereIsTheNearestThatIs(int total, String wanted, int pages, int items) {
        List<Integer> all = IntStream.range(0, total).boxed().toList();

        Paged<Integer> page = Paged.of(all, new Form(Map.of("page", List.of(wanted)), Map.of()));

        assertThat(page.pages()).isEqualTo(pages);
        assertThat(page.items()).hasSize(items);
        assertThat(page.total()).isEqualTo(total);
    }

    @Test
    void withoutAWishItIsTheFirst() {
        assertThat(Paged.of(List.of(1, 2), Form.EMPTY).number()).isEqualTo(1);
    }
}
