package dev.countersign.base.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestNameTest {
    private static final List<String> NAMES = List.of("name", "issuer", "alias", "clock_skew_seconds", "keys");

    @ParameterizedTest
    @CsvSource({
        "isuer, issuer",
        "issuerr, issuer",
        "isseur, issuer",
        "Issuer, issuer",
        "issuer_url, issuer",
        "clock-skew-seconds, clock_skew_seconds",
        "clockSkewSeconds, clock_skew_seconds",
        "nmae, name",
        "key, keys"
    })
    void findsTheNameThatWasMeant(String given, String meant) {
        assertThat(NearestName.among(NAMES, given)).contains(meant);
    }

    @Test
    void findsNothingWhenMoreThanHalfOfTheLettersDiffer() {
        assertThat(NearestName.among(NAMES, "frobnicate")).isEmpty();
        assertThat(NearestName.among(NAMES, "")).isEmpty();
        assertThat(NearestName.among(List.of(), "name")).isEmpty();
    }

    @Test
    void prefersTheFewestSlipsAndThenTheOrderOfTheAlphabet() {
        assertThat(NearestName.among(List.of("bat", "cat"), "rat")).contains("bat");
        assertThat(NearestName.among(List.of("scope", "scopes"), "scopess")).contains("scopes");
    }

    @Test
    void spendsNoTimeOnHugeNames() {
        assertThat(NearestName.among(NAMES, "n".repeat(100_000))).isEmpty();
    }
}
