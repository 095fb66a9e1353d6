package dev.countersign.server.management;

import dev.countersign.core.jose.json.JsonReading;
import dev.countersign.core.jose.json.StrictJson;
import dev.countersign.core.rejection.CheckOutcome;
import dev.countersign.core.trust.Conditions;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Judges the claims of a sample token by conditions that need not be saved yet. No signature is looked at. */
public final class TrySample {
    private static final int SEGMENTS = 3;

    private TrySample() {}

    /**
     * What came of it.
     *
     * @param problem why nothing was judged, as a sentence
     */
    public record Result(Optional<String> problem, List<Judged> conditions) {
        public Result {
            conditions = List.copyOf(conditions);
        }
    }

    /** What one condition made of the claims. */
    public record Judged(String condition, boolean holds, String actual) {}

    /**
     * Judges.
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
        return StrictJson.readObject(json) instanceof JsonReading.Read(var members)
                ? Optional.of(members)
                : Optional.empty();
    }
}
