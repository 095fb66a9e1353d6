package dev.countersign.core.trust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.Spec;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClaimReferenceTest {
    private static final Map<String, Object> CLAIMS = Map.of(
            "email",
            "a@example.com",
            "realm_access",
            Map.of("roles", List.of("reader", "writer"), "a/b", "slash", "m~n", "tilde", "", "nameless"),
            "https://example.com/tenant",
            "acme",
            "a.b",
            "dotted");

    @ParameterizedTest
    @CsvSource({
        "email,a@example.com",
        "a.b,dotted",
        "https://example.com/tenant,acme",
        "/email,a@example.com",
        "/realm_access/roles/0,reader",
        "/realm_access/roles/1,writer",
        "/realm_access/a~1b,slash",
        "/realm_access/m~0n,tilde",
        "/realm_access/,nameless",
        "/https:~1~1example.com~1tenant,acme",
    })
    @Spec("RFC 6901 §4")
    void findsAClaimByNameAndAValueByPointer(String reference, String value) {
        assertThat(ClaimReference.find(CLAIMS, reference)).contains(value);
    }

    @Test
    void findsAWholeArray() {
        assertThat(ClaimReference.find(CLAIMS, "/realm_access/roles")).contains(List.of("reader", "writer"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "realm_access.roles",
                "absent",
                "/",
                "/absent",
                "/email/0",
                "/realm_access/roles/2",
                "/realm_access/roles/-",
                "/realm_access/roles/-1",
                "/realm_access/roles/01",
                "/realm_access/roles/+1",
                "/realm_access/roles/99999999999999999999",
                "/realm_access/roles/0/0"
            })
    @Spec("RFC 6901 §4")
    void findsNothingWhereNothingIs(String reference) {
        assertThat(ClaimReference.find(CLAIMS, reference)).isEmpty();
    }

    @Test
    @Spec("RFC 6901 §3")
    void anEscapeMustBeWhole() {
        assertThat(ClaimReference.isWellFormed("/a~0b~1c")).isTrue();
        assertThat(ClaimReference.isWellFormed("a~b")).as("a name").isTrue();
        assertThat(ClaimReference.isWellFormed("/a~2")).isFalse();
        assertThat(ClaimReference.isWellFormed("/a~")).isFalse();
    }
}
