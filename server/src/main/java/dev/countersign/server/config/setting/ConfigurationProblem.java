package dev.countersign.server.config.setting;

import java.util.Optional;

/**
 * One thing wrong with the configuration.
 *
 * @param key the key or the name of the variable; empty when the file as a whole cannot be read
 * @param message what is wrong and what was expected; never a secret
 * @param nearest the valid name that was probably meant
 */
public record ConfigurationProblem(Origin origin, String key, String message, Optional<String> nearest) {

    static ConfigurationProblem of(Origin origin, String key, String message) {
        return new ConfigurationProblem(origin, key, message, Optional.empty());
    }

    /** The problem in one line. */
    @Override
    public String toString() {
        String subject = key.isEmpty() ? "" : key + ": ";
        return origin + ": " + subject + message
                + nearest.map(name -> "; did you mean " + name + "?").orElse("");
    }
}
