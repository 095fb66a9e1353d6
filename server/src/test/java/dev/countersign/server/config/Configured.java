package dev.countersign.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.countersign.server.config.home.Home;
import dev.countersign.server.config.setting.ConfigurationProblem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A configuration under test: a file, an environment and options. */
public final class Configured {
    private final Home home;
    private final Map<String, String> environment = new HashMap<>();
    private final Map<String, String> options = new HashMap<>();

    private Configured(Path folder) {
        this.home = new Home(folder);
    }

    public static Configured in(Path folder) {
        return new Configured(folder);
    }

    public Configured file(String toml) {
        try {
            Files.createDirectories(home.conf());
            Files.writeString(home.deploymentFile(), toml);
            return this;
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }

    public Configured variable(String name, String value) {
        environment.put(name, value);
        return this;
    }

    Configured option(String key, String value) {
        options.put(key, value);
        return this;
    }

    Home home() {
        return home;
    }

    public Deployment sound() {
        return switch (DeploymentReader.read(home, environment, options)) {
            case DeploymentReading.Sound(Deployment deployment) -> deployment;
            case DeploymentReading.Faulty(List<ConfigurationProblem> problems) -> fail("not sound: " + problems);
        };
    }

    List<ConfigurationProblem> problems() {
        var reading = DeploymentReader.read(home, environment, options);
        assertThat(reading).isInstanceOf(DeploymentReading.Faulty.class);
        return ((DeploymentReading.Faulty) reading).problems();
    }

    /** The one problem there is, as a line without the folder of the home. */
    public String problem() {
        assertThat(problems()).hasSize(1);
        return problems().getFirst().toString().replace(home.path() + "/", "");
    }

    /** The value in force of a setting, as it is shown. */
    public String effective(String key) {
        return sound().effective().stream()
                .filter(setting -> setting.key().equals(key))
                .findFirst()
                .orElseThrow()
                .value();
    }
}
