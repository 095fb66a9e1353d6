package dev.countersign.server.config.setting;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Accepted and refused values of every setting. */
final class SettingCases {
    private static final String DATABASE = "url = \"jdbc:postgresql://db/tokens\"\n";

    private SettingCases() {}

    /**
     * One setting.
     *
     * @param given a value as TOML
     * @param effective how that value is shown
     * @param accepted more values as TOML
     * @param refused values as TOML that are none
     * @param beside the lines that the setting needs behind its own
     */
    record Case(
            String key,
            String standard,
            String variable,
            String given,
            String effective,
            List<String> accepted,
            List<String> refused,
            String beside) {

        Case(
                String key,
                String standard,
                String variable,
                String given,
                String effective,
                List<String> accepted,
                List<String> refused) {
            this(key, standard, variable, given, effective, accepted, refused, "");
        }

        Case beside(String lines) {
            return new Case(key, standard, variable, given, effective, accepted, refused, lines);
        }

        private String line(String value) {
            int dot = key.lastIndexOf('.');
            return "[%s]%n%s = %s%n".formatted(key.substring(0, dot), key.substring(dot + 1), value);
        }

        /** The line with what the setting needs beside it. */
        String file(String value) {
            return line(value) + beside;
        }

        @Override
        public String toString() {
            return key;
        }
    }

    static Stream<Case> all() {
        return Stream.of(
                        server(),
                        proxies(),
                        database(),
                        jwksEndpoint(),
                        grants(),
                        ModuleSettingCases.ofSigningKeys(),
                        WebhookSettingCases.all(),
                        OutboundSettingCases.all(),
                        ModuleSettingCases.all(),
                        ConsoleSettingCases.all(),
                        others())
                .flatMap(cases -> cases);
    }

    private static Stream<Case> server() {
        return Stream.of(
                new Case(
                        "server.base_url",
                        "https://localhost:<port>",
                        "COUNTERSIGN_SERVER_BASE_URL",
                        "\"https://id.example.com\"",
                        "\"https://id.example.com\"",
                        List.of(
                                "\"https://id.example.com:8443\"",
                                "\"https://id.example.com/a/b\"",
                                "\"https://[::1]\""),
                        List.of(
                                "\"http://id.example.com\"",
                                "\"https://id.example.com/\"",
                                "\"https://id.example.com?a=b\"",
                                "\"https://id.example.com#a\"",
                                "\"https://me@id.example.com\"",
                                "\"https://id.example.com:65536\"",
                                "\"https://\"",
                                "\"id.example.com\"",
                                "\"HTTPS://id.example.com\"",
                                "\"\"",
                                "1")),
                port("server.port", "9443", "COUNTERSIGN_SERVER_PORT", List.of("0", "65535"), List.of("\"off\"")),
                host("server.bind", "0.0.0.0", "COUNTERSIGN_SERVER_BIND"),
                port("server.http_port", "off", "COUNTERSIGN_SERVER_HTTP_PORT", List.of("0", "\"off\""), List.of()),
                port("server.mtls.port", "off", "COUNTERSIGN_SERVER_MTLS_PORT", List.of("0", "\"off\""), List.of()),
                host("server.http_bind", "127.0.0.1", "COUNTERSIGN_SERVER_HTTP_BIND"));
    }

    private static Stream<Case> proxies() {
        return Stream.of(
                new Case(
                        "server.http2_prior_knowledge",
                        "false",
                        "COUNTERSIGN_SERVER_HTTP2_PRIOR_KNOWLEDGE",
                        "true",
                        "true",
                        List.of("\"true\"", "\"FALSE\""),
                        List.of("1", "\"yes\"", "\"\"")),
                addresses("server.trusted_proxies", "COUNTERSIGN_SERVER_TRUSTED_PROXIES"),
                addresses("server.mtls.proxy_addresses", "COUNTERSIGN_SERVER_MTLS_PROXY_ADDRESSES"));
    }

    private static Case addresses(String key, String variable) {
        return new Case(
                key,
                "[]",
                variable,
                "[\"10.1.2.3\", \"fd00::/8\"]",
                "[\"10.1.2.3\", \"fd00::/8\"]",
                List.of("[]", "\"[]\"", "\"10.0.0.0/8, ::1\"", "[\"0.0.0.0/1\"]", "[\"::/1\"]", "[\"10.1.2.3/32\"]"),
                List.of(
                        "[\"10.0.0.0/33\"]",
                        "[\"::/129\"]",
                        "[\"0.0.0.0/0\"]",
                        "[\"::/0\"]",
                        "[\"10.0.0/8\"]",
                        "[\"10.1\"]",
                        "[\"010.0.0.1\"]",
                        "[\"10.0.0.256\"]",
                        "[\"proxy.internal\"]",
                        "[\"[::1]\"]",
                        "[\"fe80::1%eth0\"]",
                        "[\"10.1.2.3:443\"]",
                        "[\"10.1.2.3/\"]",
                        "[\"10.1.2.3/-1\"]",
                        "[\"\"]",
                        "\"10.1.2.3,\"",
                        "[[\"10.1.2.3\"]]"));
    }

    private static Stream<Case> database() {
        return Stream.of(
                new Case(
                        "database.url",
                        "embedded, under <home>/data",
                        "COUNTERSIGN_DATABASE_URL",
                        "\"jdbc:postgresql://db/tokens\"",
                        "\"jdbc:postgresql://db/tokens\"",
                        List.of("\"jdbc:postgresql://db:5432/tokens?ssl=true\""),
                        List.of(
                                "\"jdbc:mysql://db/tokens\"",
                                "\"\"",
                                "\"jdbc:postgresql://db/t?password=x\"",
                                "\"jdbc:postgresql://user:secret@db/t\"",
                                "\"jdbc:postgresql://user:sec/ret@db/t\"",
                                "\"jdbc:postgresql://db/t?ssl=true&Password=x\"",
                                "\"jdbc:postgresql://db/t?pass%77ord=x\"",
                                "\"jdbc:postgresql://db/t?sslpassword=x\"",
                                "\"jdbc:postgresql://db/t?%zz=x\"")),
                new Case(
                                "database.username",
                                "none",
                                "COUNTERSIGN_DATABASE_USERNAME",
                                "\"me\"",
                                "\"me\"",
                                List.of(),
                                List.of("\"\"", "[\"me\"]"))
                        .beside(DATABASE),
                new Case(
                                "database.password",
                                "none",
                                "COUNTERSIGN_DATABASE_PASSWORD",
                                "\"hunter2\"",
                                "(hidden)",
                                List.of("12345"),
                                List.of("\"\""))
                        .beside(DATABASE),
                number("database.pool_size", "4", "COUNTERSIGN_DATABASE_POOL_SIZE", 1, 1000),
                number("database.freshness_seconds", "10", "COUNTERSIGN_DATABASE_FRESHNESS_SECONDS", 2, 60));
    }

    private static Stream<Case> jwksEndpoint() {
        return Stream.of(
                number(
                        "oauth.jwks_endpoint.connection_timeout",
                        "1000",
                        "COUNTERSIGN_OAUTH_JWKS_ENDPOINT_CONNECTION_TIMEOUT",
                        1,
                        60_000),
                number(
                        "oauth.jwks_endpoint.read_timeout",
                        "1000",
                        "COUNTERSIGN_OAUTH_JWKS_ENDPOINT_READ_TIMEOUT",
                        1,
                        60_000),
                number(
                        "oauth.jwks_endpoint.size_limit_bytes",
                        "262144",
                        "COUNTERSIGN_OAUTH_JWKS_ENDPOINT_SIZE_LIMIT_BYTES",
                        1,
                        16 * 1024 * 1024),
                new Case(
                        "oauth.jwks_endpoint.allowed_private_hosts",
                        "[]",
                        "COUNTERSIGN_OAUTH_JWKS_ENDPOINT_ALLOWED_PRIVATE_HOSTS",
                        "[\"127.0.0.1\", \"keys.internal\"]",
                        "[\"127.0.0.1\", \"keys.internal\"]",
                        List.of(
                                "\"10.0.0.0/8, fd00::/8\"",
                                "[]",
                                "\"[]\"",
                                "[\"::1\"]",
                                "[\"0.0.0.0/0\"]",
                                "[\"::/128\"]"),
                        List.of(
                                "[\"10.0.0.0/33\"]",
                                "[\"::/129\"]",
                                "[\"10.0.0/8\"]",
                                "[\"10.0.0.256\"]",
                                "[\"http://keys\"]",
                                "[\"keys:80\"]",
                                "[\"\"]",
                                "\"a,,b\"",
                                "[[\"a\"]]",
                                "[\"10.0.0.0/\"]",
                                "[\"keys.internal/8\"]")));
    }

    private static Stream<Case> grants() {
        return Stream.of(
                new Case(
                        "oauth.grant_type.jwt.enable_iat_validation",
                        "true",
                        "COUNTERSIGN_OAUTH_GRANT_TYPE_JWT_ENABLE_IAT_VALIDATION",
                        "false",
                        "false",
                        List.of("\"true\"", "\"FALSE\""),
                        List.of("1", "\"yes\"", "\"\"")),
                number(
                        "oauth.grant_type.jwt.iat_validity_period",
                        "30",
                        "COUNTERSIGN_OAUTH_GRANT_TYPE_JWT_IAT_VALIDITY_PERIOD",
                        1,
                        525_600),
                new Case(
                        "oauth.dpop.nonce",
                        "\"off\"",
                        "COUNTERSIGN_OAUTH_DPOP_NONCE",
                        "\"required\"",
                        "\"required\"",
                        List.of("\"OFF\""),
                        List.of("true", "\"optional\"", "\"\"")),
                number("oauth.dpop.max_age_seconds", "60", "COUNTERSIGN_OAUTH_DPOP_MAX_AGE_SECONDS", 1, 300));
    }

    private static Stream<Case> others() {
        return Stream.of(
                new Case(
                        "server.mode",
                        "\"production\"",
                        "COUNTERSIGN_SERVER_MODE",
                        "\"development\"",
                        "\"development\"",
                        List.of("\"PRODUCTION\""),
                        List.of("\"test\"", "\"\"", "1")),
                // true needs another mode; DeploymentReaderTest has both
                new Case(
                        "test_issuer.enabled",
                        "false",
                        "COUNTERSIGN_TEST_ISSUER_ENABLED",
                        "false",
                        "false",
                        List.of("\"FALSE\""),
                        List.of("0", "\"no\"", "\"\"")),
                number("retention.audit_days", "90", "COUNTERSIGN_RETENTION_AUDIT_DAYS", 1, 36_500),
                number("retention.token_days", "7", "COUNTERSIGN_RETENTION_TOKEN_DAYS", 0, 36_500),
                new Case(
                        "log.level",
                        "\"info\"",
                        "COUNTERSIGN_LOG_LEVEL",
                        "\"debug\"",
                        "\"debug\"",
                        List.of("\"ERROR\"", "\"warning\"", "\"trace\""),
                        List.of("\"all\"", "\"\"", "3")),
                new Case(
                        "log.exchanges",
                        "true",
                        "COUNTERSIGN_LOG_EXCHANGES",
                        "false",
                        "false",
                        List.of("\"FALSE\""),
                        List.of("0", "\"no\"", "\"\"")));
    }

    private static Case port(
            String key, String standard, String variable, List<String> accepted, List<String> refused) {
        var alsoAccepted = new ArrayList<>(accepted);
        alsoAccepted.addAll(List.of("1", "65535", "\"8443\""));
        var alsoRefused = new ArrayList<>(refused);
        alsoRefused.addAll(List.of("-1", "65536", "1.5", "\"\"", "true", "99999999999999999999"));
        String shown = standard.equals("off") ? "\"off\"" : standard;
        return new Case(key, shown, variable, "8443", "8443", alsoAccepted, alsoRefused);
    }

    private static Case host(String key, String standard, String variable) {
        return new Case(
                key,
                '"' + standard + '"',
                variable,
                "\"10.1.2.3\"",
                "\"10.1.2.3\"",
                List.of("\"::1\"", "\"localhost\"", "\"tokens.example.com\""),
                List.of("\"\"", "\"10.1.2.999\"", "\"a b\"", "\"https://a\"", "\"-a\""));
    }

    static Case number(String key, String standard, String variable, int least, int most) {
        return new Case(
                key,
                standard,
                variable,
                "17",
                "17",
                List.of(String.valueOf(least), String.valueOf(most), "\"" + most + "\"", "\" 17 \""),
                List.of(
                        String.valueOf(least - 1),
                        String.valueOf(most + 1),
                        "\"" + (least - 1) + "\"",
                        "1.5",
                        "\"17 s\"",
                        "\"\"",
                        "false",
                        "[17]",
                        "99999999999999999999"));
    }
}
