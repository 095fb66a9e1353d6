package dev.countersign.core.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenTypesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "at+jwt",
                "AT+JWT",
                "application/at+jwt",
                "Application/OAuth-Id-Jag+JWT",
                "oauth-id-jag+jwt",
                "oauth-id-jag+jwt;v=1",
                " oauth-id-jag+jwt ",
                "application/oauth-id-jag+jwt ; v=1",
                "txntoken+jwt",
                "wimse-id+jwt",
                "wit+jwt",
                "kb+jwt",
                "vc+jwt",
                "dc+sd-jwt",
                "okta-internal-at+jwt"
            })
    void aTypeWithAProfileOfItsOwnIsAnotherKindInAnySpelling(String type) {
        assertThat(TokenTypes.otherKind(type)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"JWT", "jwt", "application/jwt", "example+jwt", "authorization-grant+jwt", "at", "at+jwtx", ""})
    void anyOtherTypeMayBeAnAssertions(String type) {
        assertThat(TokenTypes.otherKind(type)).isEmpty();
    }
}
