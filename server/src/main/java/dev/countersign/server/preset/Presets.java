package dev.countersign.server.preset;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** All presets. */
public final class Presets {
    private static final PresetFile FILE = PresetFile.load();

    private Presets() {}

    /** All presets, by name. */
    public static List<Preset> all() {
        return FILE.presets();
    }

    /** The preset with this name. */
    public static Optional<Preset> named(String name) {
        return FILE.presets().stream()
                .filter(preset -> preset.name().equals(name))
                .findFirst();
    }

    /** The names of all presets. */
    public static List<String> names() {
        return FILE.presets().stream().map(Preset::name).toList();
    }

    /**
     * The description of the issuer with this {@code iss} value, if many tenants share it, independent of a chosen
     * preset.
     */
    public static Optional<SharedIssuer> sharedIssuer(String issuer) {
        String plain = issuer.strip().toLowerCase(Locale.ROOT).replaceFirst("/+$", "");
        return Stream.concat(
                        FILE.presets().stream().flatMap(preset -> preset.shared().stream()), FILE.shared().stream())
                .filter(shared -> shared.recognised().test(plain))
                .findFirst();
    }
}
