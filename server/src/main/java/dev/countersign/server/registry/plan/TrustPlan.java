package dev.countersign.server.registry.plan;

import dev.countersign.server.operation.Problem;
import java.util.List;

/**
 * Plan of the changes that make the trust configuration match the files.
 *
 * @param version version of the trust configuration from which the plan was computed, or the new version if the plan
 *     was applied
 * @param secrets generated secrets; they are not stored and cannot be shown again
 */
public record TrustPlan(String version, List<Step> steps, List<Problem> warnings, List<IssuedSecret> secrets) {
    public TrustPlan {
        steps = List.copyOf(steps);
        warnings = List.copyOf(warnings);
        secrets = List.copyOf(secrets);
    }

    /** Kind of change in a step. */
    public enum Action {
        CREATE,
        CHANGE,
        DELETE,
        /** The resource matches the files already, and is owned by them from now on. */
        ADOPT
    }

    /**
     * One step.
     *
     * @param kind such as {@code trusted_token_issuer}
     */
    public record Step(Action action, String kind, String name, List<FieldChange> fields) {
        public Step {
            fields = List.copyOf(fields);
        }
    }

    /** A secret generated for an application; its string form omits the value. */
    public record IssuedSecret(String application, String clientId, String secret) {
        @Override
        public String toString() {
            return "IssuedSecret[%s]".formatted(application);
        }
    }

    /** Whether anything differs from the files, not counting owners. */
    public boolean isDifferent() {
        return steps.stream().anyMatch(step -> step.action() != Action.ADOPT);
    }
}
