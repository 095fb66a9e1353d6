package dev.countersign.server.config.setting;

import dev.countersign.server.config.setting.SettingCases.Case;
import java.util.List;
import java.util.stream.Stream;

/** Accepted and refused values of the settings of the webhook. */
final class WebhookSettingCases {
    private static final String WEBHOOK_URL = "url = \"https://hooks.example\"\n";
    private static final String WEBHOOK_SECRET = "secret = \"%s\"\n".formatted("s".repeat(32));

    private WebhookSettingCases() {}

    static Stream<Case> all() {
        return Stream.of(
                new Case(
                                "notices.webhook.url",
                                "off",
                                "COUNTERSIGN_NOTICES_WEBHOOK_URL",
                                "\"https://hooks.example/a?b=c\"",
                                "(hidden)",
                                List.of("\"http://127.0.0.1:8080/\""),
                                List.of(
                                        "\"\"",
                                        "\"hooks.example\"",
                                        "\"ftp://hooks.example\"",
                                        "\"https://me@hooks.example\""))
                        .beside(WEBHOOK_SECRET),
                new Case(
                                "notices.webhook.secret",
                                "none",
                                "COUNTERSIGN_NOTICES_WEBHOOK_SECRET",
                                "\"%s\"".formatted("t".repeat(32)),
                                "(hidden)",
                                List.of("\"%s\"".formatted("u".repeat(200))),
                                List.of("\"\""))
                        .beside(WEBHOOK_URL),
                SettingCases.number("notices.webhook.timeout", "2000", "COUNTERSIGN_NOTICES_WEBHOOK_TIMEOUT", 1, 5_000)
                        .beside(WEBHOOK_URL + WEBHOOK_SECRET));
    }
}
