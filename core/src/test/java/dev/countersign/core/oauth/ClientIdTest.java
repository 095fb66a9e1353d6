package dev.countersign.core.oauth;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class ClientIdTest {

    @Test
    void refusesAnEmptyValue() {
        assertThatIllegalArgumentException().isThrownBy(() -> new ClientId(""));
    }
}
