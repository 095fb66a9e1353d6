package dev.countersign.bench.machine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProcessorsTest {

    @ParameterizedTest
    @CsvSource({"0, 1", "'0,2', 2", "0-3, 4", "'0-3,8,10-11', 7"})
    void countsThoseOfTheServer(String list, int count) {
        assertThat(new Processors(list, "0").ofServer()).isEqualTo(count);
    }
}
