package dev.countersign.server.console.fix;

import java.util.Optional;

/**
 * The setting that would mend a refusal, or the reason why none should.
 *
 * @param effect of the setting, or the reason
 * @param path of the page with the setting and, where it is known, the value for it; empty when nothing is to be changed here
 */
public record Fix(String effect, Optional<String> path) {

    static Fix setting(String path, String effect) {
        return new Fix(effect, Optional.of(path));
    }

    /** A refusal that no setting should prevent. */
    static Fix none(String reason) {
        return new Fix(reason, Optional.empty());
    }
}
