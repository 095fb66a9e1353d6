package dev.countersign.server.config.setting;

import dev.countersign.base.text.UrlSecrets;
import java.util.Locale;

/**
 * One key of the configuration, declared once: its name, its environment variable, its default and its line in
 * {@code docs/configuration.md} all come from here.
 *
 * @param section the table it stands in, such as {@code server.tls}
 * @param standard the value nobody has to write
 * @param standardShown the default as people read it; empty when the value speaks for itself
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

    /** What every environment variable of ours begins with. */
    static final String PREFIX = "COUNTERSIGN_";

    static <T> Setting<T> of(String section, String name, ValueType<T> type, T standard, String description) {
        return new Setting<>(section, name, type, standard, "", description, false);
    }

    /** The same setting with a default in words. */
    Setting<T> byDefault(String shown) {
        return new Setting<>(section, name, type, standard, shown, description, secret);
    }

    /** The same setting, never shown. */
    Setting<T> asSecret() {
        return new Setting<>(section, name, type, standard, standardShown, description, true);
    }

    public String key() {
        return section + "." + name;
    }

    public String variable() {
        return PREFIX + key().replace('.', '_').toUpperCase(Locale.ROOT);
    }

    /** The default as people read it. */
    public String shownDefault() {
        return standardShown.isEmpty() ? type.show(standard) : standardShown;
    }

    /** The value as it may be shown. */
    String show(T value) {
        if (value.equals(standard)) {
            return shownDefault();
        }
        return secret ? "(hidden)" : UrlSecrets.removed(type.show(value));
    }
}
