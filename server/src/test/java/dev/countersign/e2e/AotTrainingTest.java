package dev.countersign.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Test of the training run, whose failure would otherwise only make starts slow. */
class AotTrainingTest {
    @Test
    void endsInGoodOrderAfterADemonstrationExchangesAndAStart() {
        ServerClasses.Training training = ServerClasses.training();

        assertThat(training.output()).contains("became this access token");
        assertThat(training.status()).as(training.output()).isEqualTo("0");
        assertThat(training.cache()).isNotEmptyFile();
    }
}
