package dev.countersign.server.config.setting;

import dev.countersign.server.config.setting.SettingCases.Case;
import java.util.List;
import java.util.stream.Stream;

/** Accepted and refused values of the settings of the outbound proxy and of traces. */
final class OutboundSettingCases {
    private static final String PROXY = "proxy = \"http://proxy.example\"\n";

    private OutboundSettingCases() {}

    static Stream<Case> all() {
        return Stream.concat(proxy(), traces());
    }

    private static Stream<Case> proxy() {
        return Stream.of(
                new Case(
                        "net.proxy",
                        "none",
                        "COUNTERSIGN_NET_PROXY",
                        "\"http://proxy.example:3128\"",
                        "\"http://proxy.example:3128\"",
                        List.of("\"http://proxy.example\"", "\"http://[2001:db8::1]:3128/\""),
                        List.of(
                                "\"\"",
                                "\"proxy.example:3128\"",
                                "\"https://proxy.example\"",
                                "\"http://me@proxy.example\"",
                                "\"http://proxy.example/a\"",
                                "\"http://proxy.example#a\"")),
                new Case(
                                "net.no_proxy",
                                "[]",
                                "COUNTERSIGN_NET_NO_PROXY",
                                "[\".corp.example\", \"10.1.0.0/16\"]",
                                "[\".corp.example\", \"10.1.0.0/16\"]",
                                List.of("[]", "\"keys.internal, ::1\"", "[\"10.1.2.3\"]"),
                                List.of(
                                        "[\"10.0.0.0/33\"]",
                                        "[\".\"]",
                                        "[\"*.corp.example\"]",
                                        "[\"keys:80\"]",
                                        "[\"\"]",
                                        "\"a,,b\""))
                        .beside(PROXY),
                new Case(
                                "net.proxy_username",
                                "none",
                                "COUNTERSIGN_NET_PROXY_USERNAME",
                                "\"me\"",
                                "(hidden)",
                                List.of("\"me@corp.example\""),
                                List.of("\"\"", "\"me:too\"", "\"a\\u0007\""))
                        .beside(PROXY + "proxy_password = \"secret\"\n"),
                new Case(
                                "net.proxy_password",
                                "none",
                                "COUNTERSIGN_NET_PROXY_PASSWORD",
                                "\"secret\"",
                                "(hidden)",
                                List.of("12345"),
                                List.of("\"\""))
                        .beside(PROXY + "proxy_username = \"me\"\n"));
    }

    private static Stream<Case> traces() {
        return Stream.of(
                new Case(
                        "telemetry.enabled",
                        "false",
                        "COUNTERSIGN_TELEMETRY_ENABLED",
                        "true",
                        "true",
                        List.of("\"true\"", "\"FALSE\""),
                        List.of("1", "\"yes\"", "\"\"")),
                new Case(
                        "telemetry.endpoint",
                        "\"http://localhost:4318\"",
                        "COUNTERSIGN_TELEMETRY_ENDPOINT",
                        "\"https://traces.example:4318\"",
                        "\"https://traces.example:4318\"",
                        List.of("\"http://127.0.0.1:4318\""),
                        List.of(
                                "\"\"",
                                "\"traces.example\"",
                                "\"ftp://traces.example\"",
                                "\"https://me@traces.example\"")),
                new Case(
                        "telemetry.service_name",
                        "\"countersign\"",
                        "COUNTERSIGN_TELEMETRY_SERVICE_NAME",
                        "\"tokens\"",
                        "\"tokens\"",
                        List.of("7"),
                        List.of("\"\"", "\" \"", "[\"tokens\"]")),
                SettingCases.number("telemetry.sample_percent", "100", "COUNTERSIGN_TELEMETRY_SAMPLE_PERCENT", 0, 100),
                new Case(
                        "telemetry.headers",
                        "none",
                        "COUNTERSIGN_TELEMETRY_HEADERS",
                        "\"authorization=secret\"",
                        "(hidden)",
                        List.of("\"a=b,c=d\"", "\"a=b=c\""),
                        List.of("\"\"", "\"a\"", "\"=b\"", "\"a=\"", "\"a=b,\"", "\"a=b c\"")));
    }
}
