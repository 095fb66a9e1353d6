package dev.countersign.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.server.config.home.Home;
import dev.countersign.server.config.setting.ConfigurationProblem;
import dev.countersign.server.config.setting.EnvironmentVariables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Tests that the deployment files name existing settings, and that their YAML can be read. */
class DeployFilesTest {
    private static final Path FOLDER = Path.of("..", "deploy");
    private static final Pattern VARIABLE = Pattern.compile("COUNTERSIGN_[A-Z_]*[A-Z]");

    @TempDir
    private Path home;

    private static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(FOLDER)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    @Test
    void everyVariableIsASetting() throws IOException {
        Map<String, String> environment = new HashMap<>();
        for (Path file : files()) {
            VARIABLE.matcher(Files.readString(file)).results().forEach(found -> environment.put(found.group(), "x"));
        }
        environment.remove("COUNTERSIGN_PORT");
        assertThat(environment).hasSizeGreaterThan(8);
        var problems = new ArrayList<ConfigurationProblem>();
        EnvironmentVariables.read(environment, problems);
        assertThat(problems).isEmpty();
    }

    @Test
    void theSettingsOfTheManifestAreSound() throws IOException {
        Object first = new Load(LoadSettings.builder().build())
                .loadAllFromString(Files.readString(FOLDER.resolve("kubernetes/countersign.yaml")))
                .iterator()
                .next();
        Map<String, String> environment = new HashMap<>();
        ((Map<?, ?>) ((Map<?, ?>) first).get("data"))
                .forEach((name, value) -> environment.put(String.valueOf(name), String.valueOf(value)));
        for (String file : List.of("COUNTERSIGN_SERVER_TLS_CERTIFICATE", "COUNTERSIGN_SERVER_TLS_PRIVATE_KEY")) {
            environment.put(file, Files.writeString(home.resolve(file), "").toString());
        }
        assertThat(DeploymentReader.read(new Home(home), environment, Map.of()))
                .isInstanceOf(DeploymentReading.Sound.class);
    }

    @Test
    void everyYamlCanBeRead() throws IOException {
        for (Path file : files()) {
            if (file.toString().endsWith(".yaml")) {
                var load = new Load(LoadSettings.builder().build());
                assertThat(load.loadAllFromString(Files.readString(file)))
                        .as(file.toString())
                        .isNotEmpty();
            }
        }
    }
}
