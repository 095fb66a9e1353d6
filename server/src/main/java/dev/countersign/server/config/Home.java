package dev.countersign.server.config;

import dev.countersign.base.file.OwnerOnlyFile;
import dev.countersign.server.config.setting.DeploymentTemplate;
import dev.countersign.server.config.setting.EnvironmentVariables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** The folder that holds everything a server needs: {@code conf} and {@code data}. */
public record Home(Path path) {

    public Home {
        path = path.toAbsolutePath().normalize();
    }

    /**
     * The home that is meant: the option, else {@code COUNTERSIGN_HOME}, else {@code .countersign} in the user's home.
     *
     * @return empty when none of them is given, or it is no path
     */
    public static Optional<Home> locate(Optional<String> option, Map<String, String> environment, String userHome) {
        var named = option.or(() -> Optional.ofNullable(environment.get(EnvironmentVariables.HOME)))
                .map(String::strip)
                .filter(name -> !name.isEmpty());
        try {
            return named.map(Path::of)
                    .or(() -> Optional.of(userHome)
                            // what Java says when the user has no entry in the list of users
                            .filter(folder -> !folder.isBlank() && !folder.equals("?"))
                            .map(folder -> Path.of(folder, ".countersign")))
                    .map(Home::new);
        } catch (InvalidPathException notAPath) {
            return Optional.empty();
        }
    }

    public Path conf() {
        return path.resolve("conf");
    }

    public Path data() {
        return path.resolve("data");
    }

    public Path deploymentFile() {
        return conf().resolve("deployment.toml");
    }

    public Path masterKeyFile() {
        return conf().resolve("master.key");
    }

    /** The master key before, while a change is not finished. */
    public Path previousMasterKeyFile() {
        return conf().resolve("master.key.previous");
    }

    /** Makes the folders that are not there yet, for their owner alone, and writes a first configuration file. */
    public void create() throws IOException {
        for (Path folder : new Path[] {path, conf(), data()}) {
            OwnerOnlyFile.createFolder(folder);
        }
        if (!Files.exists(deploymentFile())) {
            Files.writeString(deploymentFile(), DeploymentTemplate.text());
        }
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
