package dev.countersign.server.config.setting;

import dev.countersign.server.config.setting.SettingCases.Case;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Accepted and refused values of the settings of the sign-in to the console. */
final class ConsoleSettingCases {
    private static final String ISSUER = "issuer = \"https://idp.example\"\n";
    private static final String CLIENT = "client_id = \"console\"\n";
    private static final String ROLE = """
        [console.oidc.roles]
        administrator = "true"
        """;

    private ConsoleSettingCases() {}

    static Stream<Case> all() {
        return Stream.concat(ofClient(), ofClaims());
    }

    private static Stream<Case> ofClient() {
        return Stream.of(
                new Case(
                                "console.local_passwords",
                                "true",
                                "COUNTERSIGN_CONSOLE_LOCAL_PASSWORDS",
                                "false",
                                "false",
                                List.of("\"TRUE\""),
                                List.of("0", "\"no\"", "\"\""))
                        .beside("[console.oidc]\n" + ISSUER + CLIENT + ROLE),
                new Case(
                                "console.oidc.issuer",
                                "off",
                                "COUNTERSIGN_CONSOLE_OIDC_ISSUER",
                                "\"https://idp.example/a\"",
                                "\"https://idp.example/a\"",
                                List.of("\"http://127.0.0.1:8080\""),
                                List.of(
                                        "\"\"",
                                        "\"idp.example\"",
                                        "\"ftp://idp.example\"",
                                        "\"https://me@idp.example\"",
                                        "\"https://idp.example?a=b\""))
                        .beside(CLIENT + ROLE),
                new Case(
                                "console.oidc.client_id",
                                "none",
                                "COUNTERSIGN_CONSOLE_OIDC_CLIENT_ID",
                                "\"console\"",
                                "\"console\"",
                                List.of("7"),
                                List.of("\"\"", "\" \"", "[\"console\"]"))
                        .beside(ISSUER + ROLE));
    }

    private static Stream<Case> ofClaims() {
        return Stream.of(
                new Case(
                                "console.oidc.client_secret",
                                "none",
                                "COUNTERSIGN_CONSOLE_OIDC_CLIENT_SECRET",
                                "\"secret\"",
                                "(hidden)",
                                List.of("12345"),
                                List.of("\"\"", "\" \""))
                        .beside(ISSUER + CLIENT + ROLE),
                new Case(
                                "console.oidc.scopes",
                                "[\"openid\", \"profile\", \"email\"]",
                                "COUNTERSIGN_CONSOLE_OIDC_SCOPES",
                                "[\"openid\", \"groups\"]",
                                "[\"openid\", \"groups\"]",
                                List.of("\"openid, email\"", "[\"openid\"]"),
                                List.of(
                                        "[\"openid\", \"a b\"]",
                                        "[\"openid\", \"\"]",
                                        "['openid', 'a\"']",
                                        "['openid', 'a\\']"))
                        .beside(ISSUER + CLIENT + ROLE),
                new Case(
                                "console.oidc.username_claim",
                                "\"preferred_username\"",
                                "COUNTERSIGN_CONSOLE_OIDC_USERNAME_CLAIM",
                                "\"email\"",
                                "\"email\"",
                                List.of("7"),
                                List.of("\"\"", "\" \"", "[\"email\"]"))
                        .beside(ISSUER + CLIENT + ROLE),
                new Case(
                                "console.oidc.name",
                                "\"single sign-on\"",
                                "COUNTERSIGN_CONSOLE_OIDC_NAME",
                                "\"Example\"",
                                "\"Example\"",
                                List.of("7"),
                                List.of("\"\"", "\" \""))
                        .beside(ISSUER + CLIENT + ROLE),
                role("administrator"),
                role("editor"),
                role("viewer"));
    }

    private static Case role(String name) {
        String condition = "\"'staff' in claims.groups\"";
        return new Case(
                        "console.oidc.roles." + name,
                        "none",
                        "COUNTERSIGN_CONSOLE_OIDC_ROLES_" + name.toUpperCase(Locale.ROOT),
                        condition,
                        condition,
                        List.of("\"false\""),
                        List.of("\"\"", "\" \"", "[\"true\"]"))
                .beside("[console.oidc]\n" + ISSUER + CLIENT);
    }
}
