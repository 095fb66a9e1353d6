package dev.countersign.server.config.home;

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
     * Locates the home: the option, else {@code COUNTERSIGN_HOME}, else {@code .countersign} in the user's home.
     *
     * @return empty when none of them is given, or it is not a path
     */
    public static Optional<Home> locate(Optional<String> option, Map<String, String> environment, String userHome) {
        var named = option.or(() -> Optional.ofNullable(environment.get(EnvironmentVariables.HOME)))
                .map(String::strip)
                .filter(name -> !name.isEmpty());
        try {
            return named.map(Path::of)
                    .or(() -> Optional.of(userHome)
                            // the value in Java for a user without an entry in the list of users
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

    /** The previous master key, while a change is incomplete. */
    public Path previousMasterKeyFile() {
        return conf().resolve("master.key.previous");
    }

    /** Creates the missing folders, readable by their owner only, and writes an initial configuration file. */
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
