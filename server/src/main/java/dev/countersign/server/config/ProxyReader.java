package dev.countersign.server.config;

import dev.countersign.base.text.WebUrl;
import dev.countersign.server.config.setting.ProxySetting;
import dev.countersign.server.config.setting.Values;
import java.nio.file.Path;
import java.util.Optional;

/** The reader of the table {@code [net]}. */
record ProxyReader(Values values) {

    /** @param file the file with the password, if one is configured and can be read */
    Optional<ProxySettings> read(Optional<Path> file) {
        Optional<String> password =
                new SecretText(values, ProxySetting.PASSWORD, ProxySetting.PASSWORD_FILE).read(file);
        boolean named = values.isGiven(ProxySetting.USERNAME);
        boolean withPassword = values.isGiven(ProxySetting.PASSWORD) || values.isGiven(ProxySetting.PASSWORD_FILE);
        if (named && !withPassword) {
            values.problem(
                    ProxySetting.USERNAME,
                    "needs %s or %s beside it"
                            .formatted(ProxySetting.PASSWORD_FILE.key(), ProxySetting.PASSWORD.key()));
        }
        if (password.filter(text -> text.chars().anyMatch(Character::isISOControl))
                .isPresent()) {
            values.problem(
                    values.isGiven(ProxySetting.PASSWORD) ? ProxySetting.PASSWORD : ProxySetting.PASSWORD_FILE,
                    "the password holds a control character");
        }
        return values.of(ProxySetting.PROXY)
                .map(WebUrl::read)
                .filter(WebUrl.Reading.Read.class::isInstance)
                .map(WebUrl.Reading.Read.class::cast)
                .map(proxy -> new ProxySettings(
                        proxy.url().host(),
                        proxy.url().port(),
                        values.of(ProxySetting.USERNAME),
                        password,
                        values.of(ProxySetting.NO_PROXY)));
    }
}
