package dev.countersign.core.trust;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelErrorCode;
import dev.cel.common.CelIssue;
import dev.cel.common.CelValidationException;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.Program;
import dev.countersign.core.rejection.CheckOutcome;
import dev.countersign.core.rejection.Evidence;
import dev.countersign.core.rejection.PolicyRejection;
import dev.countersign.core.rejection.RejectionCode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The conditions of an issuer: expressions in CEL over {@code claims}, all of which must give true. An expression that
 * cannot be evaluated, such as one that names an absent claim, counts as not met.
 */
public final class Conditions {
    private final List<Condition> conditions;

    private Conditions(List<Condition> conditions) {
        this.conditions = List.copyOf(conditions);
    }

    private record Condition(
            String expression, Program program, ClaimPaths claimPaths, Optional<Set<String>> claimNames) {

        CheckOutcome judge(Map<String, Object> variables, Map<String, Object> claims) {
            try {
                return Boolean.TRUE.equals(program.eval(variables))
                        ? new CheckOutcome.Passed(() -> new Evidence(expression, outcome("true", claims), ""))
                        : failed(outcome("false", claims));
            } catch (CelEvaluationException unevaluable) {
                CelErrorCode fault = unevaluable.getErrorCode();
                return new CheckOutcome.Failed(new PolicyRejection.ConditionFailed(
                        expression, outcome("could not be evaluated (" + fault + ")", claims), hint(fault, claims)));
            }
        }

        private CheckOutcome failed(String outcome) {
            return new CheckOutcome.Failed(new PolicyRejection.ConditionFailed(expression, outcome));
        }

        /** A hint when the condition could not be evaluated: usually a claim is absent, or of another type. */
        private String hint(CelErrorCode fault, Map<String, Object> claims) {
            if (fault == CelErrorCode.ATTRIBUTE_NOT_FOUND) {
                return "The claims lack what the condition names: have the issuer send it, or ask for it with has(…) first.";
            }
            return claimPaths
                    .text(claims)
                    .map(claim ->
                            ("%1$s is a string, and the condition takes it for something else, such as a list. For an"
                                            + " issuer that sends one value as a string and several as a list, write:"
                                            + " %1$s == \"…\" || \"…\" in %1$s")
                                    .formatted(claim))
                    .orElse(RejectionCode.POLICY_CONDITION_FAILED.remedy());
        }

        private String outcome(String word, Map<String, Object> claims) {
            return claimPaths.paths().isEmpty() ? word : word + ": " + claimPaths.describe(claims);
        }
    }

    /**
     * Problem of an expression.
     *
     * @param line counted from 1
     * @param column counted from 1
     */
    public record Problem(int line, int column, String message) {}

    /** Compiles and type-checks an expression; empty when it is valid. */
    public static Optional<Problem> problem(String expression) {
        try {
            compile(expression);
            return Optional.empty();
        } catch (CelValidationException invalid) {
            return Optional.of(invalid.getErrors().stream()
                    .findFirst()
                    .map(Conditions::located)
                    .orElse(unlocated(invalid)));
        } catch (CelEvaluationException invalid) {
            return Optional.of(unlocated(invalid));
        }
    }

    /**
     * Compiles these expressions.
     *
     * @throws IllegalArgumentException when one does not compile
     */
    public static Conditions of(List<String> expressions) {
        return new Conditions(expressions.stream()
                .map(expression -> {
                    try {
                        return compile(expression);
                    } catch (CelValidationException | CelEvaluationException invalid) {
                        throw new IllegalArgumentException("a condition does not compile: " + expression, invalid);
                    }
                })
                .toList());
    }

    /** The result of each condition on these claims, in the order of registration. */
    public List<CheckOutcome> judge(Map<String, Object> claims) {
        if (conditions.isEmpty()) {
            return List.of();
        }
        if (CelClaims.hasLongText(claims)) {
            return conditions.stream()
                    .map(condition -> condition.failed(
                            "not evaluated: a claim is longer than " + CelClaims.LONGEST_TEXT + " characters"))
                    .toList();
        }
        Map<String, Object> variables = Map.of(ConditionLanguage.CLAIMS, CelClaims.of(claims));
        return conditions.stream()
                .map(condition -> condition.judge(variables, claims))
                .toList();
    }

    /** Whether all conditions can be judged by these claims alone. */
    public boolean readNoClaimsBut(Set<String> names) {
        return conditions.stream()
                .allMatch(condition ->
                        condition.claimNames().filter(names::containsAll).isPresent());
    }

    private static Condition compile(String expression) throws CelValidationException, CelEvaluationException {
        CelAbstractSyntaxTree checked = ConditionLanguage.check(expression);
        return new Condition(
                expression, ConditionLanguage.program(checked), ClaimPaths.of(checked), ClaimPaths.names(checked));
    }

    private static Problem located(CelIssue issue) {
        var at = issue.getSourceLocation();
        return new Problem(at.getLine(), at.getColumn() + 1, issue.getMessage());
    }

    private static Problem unlocated(Exception invalid) {
        return new Problem(1, 1, String.valueOf(invalid.getMessage()));
    }
}
