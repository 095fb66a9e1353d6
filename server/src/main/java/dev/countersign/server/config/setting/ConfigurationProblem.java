package dev.countersign.server.config.setting;

import java.util.Optional;

/**
 * One problem of the configuration.
 *
 * @param key the key or the name of the variable; empty when the file as a whole cannot be read
 * @param message the problem and the expectation; never a secret
 * @param nearest the most similar valid name
 */
public record ConfigurationProblem(Origin origin, String key, String message, Optional<String> nearest) {

    static ConfigurationProblem of(Origin origin, String key, String message) {
        return new ConfigurationProblem(origin, key, message, Optional.empty());
    }

    /** The problem on one line. */
    @Override
    public String toString() {
        String subject = key.isEmpty() ? "" : key + ": ";
        return origin + ": " + subject + message
                + nearest.map(name -> "; did you mean " + name + "?").orElse("");
    }
}
