package dev.countersign.server.config;

import dev.countersign.server.config.setting.ConfigurationProblem;
import java.util.List;

/** Result of reading the configuration. */
public sealed interface DeploymentReading {

    /** Success: the configuration is valid. */
    record Sound(Deployment deployment) implements DeploymentReading {}

    /** Failure: all problems at once; never empty. */
    record Faulty(List<ConfigurationProblem> problems) implements DeploymentReading {
        public Faulty {
            problems = List.copyOf(problems);
        }
    }
}
