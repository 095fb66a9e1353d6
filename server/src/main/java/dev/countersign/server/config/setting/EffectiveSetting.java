package dev.countersign.server.config.setting;

/**
 * A setting in force.
 *
 * @param value display form: secrets are hidden
 */
public record EffectiveSetting(String key, String value, Origin origin) {
    @Override
    public String toString() {
        return "%s = %s  (%s)".formatted(key, value, origin);
    }
}
