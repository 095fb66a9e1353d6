package dev.countersign.server.config.setting;

import dev.countersign.base.text.UrlSecrets;
import java.util.Locale;

/**
 * One key of the configuration, declared once: its name, its environment variable, its default and its line in {@code
 * docs/configuration.md} are all derived from it.
 *
 * @param section its table, such as {@code server.tls}
 * @param standard the default value
 * @param standardShown the default as displayed; empty when the value is displayed as it is
 * @param description one or two sentences
 * @param secret whether the value is never shown
 */
public record Setting<T>(
        String section,
        String name,
        ValueType<T> type,
        T standard,
        String standardShown,
        String description,
        boolean secret) {

    /** Prefix of every environment variable of Countersign. */
    static final String PREFIX = "COUNTERSIGN_";

    static <T> Setting<T> of(String section, String name, ValueType<T> type, T standard, String description) {
        return new Setting<>(section, name, type, standard, "", description, false);
    }

    /** The same setting with a description of its default. */
    Setting<T> byDefault(String shown) {
        return new Setting<>(section, name, type, standard, shown, description, secret);
    }

    /** The same setting, marked as secret. */
    Setting<T> asSecret() {
        return new Setting<>(section, name, type, standard, standardShown, description, true);
    }

    public String key() {
        return section + "." + name;
    }

    public String variable() {
        return PREFIX + key().replace('.', '_').toUpperCase(Locale.ROOT);
    }

    /** The default in display form. */
    public String shownDefault() {
        return standardShown.isEmpty() ? type.show(standard) : standardShown;
    }

    /** The value in display form. */
    String show(T value) {
        if (value.equals(standard)) {
            return shownDefault();
        }
        return secret ? "(hidden)" : UrlSecrets.removed(type.show(value));
    }
}
