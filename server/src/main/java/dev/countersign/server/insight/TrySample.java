package dev.countersign.server.insight;

import dev.countersign.core.jose.json.Parsed;
import dev.countersign.core.jose.json.StrictJson;
import dev.countersign.core.rejection.CheckOutcome;
import dev.countersign.core.trust.Conditions;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Evaluation of conditions, saved or not, on the claims of a sample token. Signatures are not verified. */
public final class TrySample {
    private static final int SEGMENTS = 3;

    private TrySample() {}

    /**
     * Result of the evaluation.
     *
     * @param problem reason why nothing was evaluated, as a sentence
     */
    public record Result(Optional<String> problem, List<Judged> conditions) {
        public Result {
            conditions = List.copyOf(conditions);
        }
    }

    /** Result of one condition on the claims. */
    public record Judged(String condition, boolean holds, String actual) {}

    /**
     * Evaluates the conditions.
     *
     * @param sample a JWT, or its claims as JSON
     */
    public static Result against(List<String> expressions, String sample) {
        Optional<Map<String, Object>> claims = claims(sample.strip());
        if (claims.isEmpty()) {
            return new Result(Optional.of("This is neither a JWT nor a JSON object of claims."), List.of());
        }
        var judged = new ArrayList<Judged>();
        for (String expression : expressions) {
            judged.add(Conditions.problem(expression)
                    .map(problem ->
                            new Judged(expression, false, "the condition does not compile: " + problem.message()))
                    .orElseGet(() -> judge(expression, claims.get())));
        }
        return new Result(Optional.empty(), judged);
    }

    private static Judged judge(String expression, Map<String, Object> claims) {
        return switch (Conditions.of(List.of(expression)).judge(claims).getFirst()) {
            case CheckOutcome.Failed(var rejection) ->
                new Judged(expression, false, rejection.evidence().actual());
            case CheckOutcome.Passed _ -> new Judged(expression, true, "");
            case CheckOutcome.Skipped(var reason) -> new Judged(expression, false, reason);
        };
    }

    private static Optional<Map<String, Object>> claims(String sample) {
        String[] segments = sample.split("\\.", -1);
        byte[] json = sample.getBytes(StandardCharsets.UTF_8);
        if (!sample.startsWith("{")) {
            if (segments.length != SEGMENTS) {
                return Optional.empty();
            }
            try {
                json = Base64.getUrlDecoder().decode(segments[1]);
            } catch (IllegalArgumentException notBase64) {
                return Optional.empty();
            }
        }
        return StrictJson.readObject(json) instanceof Parsed.Read(var members)
                ? Optional.of(members)
                : Optional.empty();
    }
}
