package dev.countersign.server.registry.plan;

import dev.countersign.server.operation.Problem;
import java.util.List;

/**
 * What has to be done so that everything is as files say.
 *
 * @param version of all that is trusted, from which the plan was worked out; after it was applied, the new one
 * @param secrets that were made, shown this once
 */
public record TrustPlan(String version, List<Step> steps, List<Problem> warnings, List<IssuedSecret> secrets) {
    public TrustPlan {
        steps = List.copyOf(steps);
        warnings = List.copyOf(warnings);
        secrets = List.copyOf(secrets);
    }

    /** What is done to a thing. */
    public enum Action {
        CREATE,
        CHANGE,
        DELETE,
        /** It is as the files say already; from now on they own it. */
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

    /** A secret that was generated for an application; nothing prints it. */
    public record IssuedSecret(String application, String clientId, String secret) {
        @Override
        public String toString() {
            return "IssuedSecret[%s]".formatted(application);
        }
    }

    /** Whether anything is not as the files say; who owns it plays no part. */
    public boolean isDifferent() {
        return steps.stream().anyMatch(step -> step.action() != Action.ADOPT);
    }
}
