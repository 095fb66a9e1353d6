package dev.countersign.server.config;

import dev.countersign.base.text.WebUrl;
import dev.countersign.server.config.setting.Values;
import dev.countersign.server.config.setting.WebhookSetting;
import java.nio.file.Path;
import java.util.Optional;

/** The reader of the table {@code [notices.webhook]}. */
record WebhookReader(Values values) {
    private static final int SHORTEST_SECRET = 32;

    /** @param file the file with the secret, if one is configured and can be read */
    Optional<WebhookSettings> read(Optional<Path> file) {
        if (values.of(WebhookSetting.URL).isEmpty()) {
            return Optional.empty();
        }
        Optional<String> secret = new SecretText(values, WebhookSetting.SECRET, WebhookSetting.SECRET_FILE).read(file);
        if (!values.isGiven(WebhookSetting.SECRET) && !values.isGiven(WebhookSetting.SECRET_FILE)) {
            values.problem(
                    WebhookSetting.URL,
                    "needs %s or %s beside it"
                            .formatted(WebhookSetting.SECRET_FILE.key(), WebhookSetting.SECRET.key()));
        }
        if (secret.filter(text -> text.length() < SHORTEST_SECRET).isPresent()) {
            values.problem(
                    values.isGiven(WebhookSetting.SECRET) ? WebhookSetting.SECRET : WebhookSetting.SECRET_FILE,
                    "the secret has fewer than %s characters".formatted(SHORTEST_SECRET));
        }
        return values.of(WebhookSetting.URL)
                .map(WebUrl::read)
                .filter(WebUrl.Reading.Read.class::isInstance)
                .map(WebUrl.Reading.Read.class::cast)
                .flatMap(url -> secret.map(
                        text -> new WebhookSettings(url.url().uri(), text, values.of(WebhookSetting.TIMEOUT))));
    }
}
