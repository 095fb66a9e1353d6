package dev.countersign.server.config.setting;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The values in force, each read by the type of its setting. An invalid value is a problem, and the default is used
 * instead.
 */
public final class Values {
    /** URLs that are shown only when they are valid, because then no secret is part of them. */
    private static final Set<String> MAY_HOLD_SECRETS =
            Set.of(SettingTable.DATABASE_URL.key(), ProxySetting.PROXY.key());

    private final Map<String, Given> given;
    private final List<ConfigurationProblem> problems;
    private final Map<String, Object> read = new LinkedHashMap<>();
    private final List<EffectiveSetting> effective = new ArrayList<>();

    public Values(Map<String, Given> given, List<ConfigurationProblem> problems) {
        this.given = given;
        this.problems = problems;
        SettingTable.ALL.forEach(this::read);
    }

    private <T> void read(Setting<T> setting) {
        Given value = given.get(setting.key());
        if (value == null) {
            put(setting, setting.standard(), new Origin.BuiltIn());
            return;
        }
        Optional<T> valid = setting.type().read(value.raw());
        if (valid.isEmpty()) {
            var shown = setting.secret() || MAY_HOLD_SECRETS.contains(setting.key())
                    ? "this value"
                    : value.raw().shown();
            problem(setting, shown + " is not valid: expected " + setting.type().expectation());
        }
        put(setting, valid.orElse(setting.standard()), value.origin());
    }

    private <T> void put(Setting<T> setting, T value, Origin origin) {
        read.put(setting.key(), value);
        effective.add(new EffectiveSetting(setting.key(), setting.show(value), origin));
    }

    /** The value of a setting. */
    @SuppressWarnings("unchecked") // only put() above writes the map
    public <T> T of(Setting<T> setting) {
        return (T) java.util.Objects.requireNonNull(read.get(setting.key()));
    }

    /** Adds a problem with the value of a setting. */
    public void problem(Setting<?> setting, String message) {
        problems.add(ConfigurationProblem.of(origin(setting), setting.key(), message));
    }

    /** Whether the setting was configured. */
    public boolean isGiven(Setting<?> setting) {
        return given.containsKey(setting.key());
    }

    private Origin origin(Setting<?> setting) {
        return Optional.ofNullable(given.get(setting.key())).map(Given::origin).orElseGet(Origin.BuiltIn::new);
    }

    /** All settings with their values and origins. */
    public List<EffectiveSetting> effective() {
        return List.copyOf(effective);
    }
}
