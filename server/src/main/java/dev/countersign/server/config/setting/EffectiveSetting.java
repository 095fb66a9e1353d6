package dev.countersign.server.config.setting;

/**
 * A setting as it is in force.
 *
 * @param value as it may be shown: secrets are hidden
 */
public record EffectiveSetting(String key, String value, Origin origin) {
    @Override
    public String toString() {
        return "%s = %s  (%s)".formatted(key, value, origin);
    }
}
