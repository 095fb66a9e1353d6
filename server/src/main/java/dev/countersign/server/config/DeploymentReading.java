package dev.countersign.server.config;

import dev.countersign.server.config.setting.ConfigurationProblem;
import java.util.List;

/** What came of reading the configuration. */
public sealed interface DeploymentReading {

    /** The configuration is sound. */
    record Sound(Deployment deployment) implements DeploymentReading {}

    /** Everything that is wrong with it, at once; never empty. */
    record Faulty(List<ConfigurationProblem> problems) implements DeploymentReading {
        public Faulty {
            problems = List.copyOf(problems);
        }
    }
}
