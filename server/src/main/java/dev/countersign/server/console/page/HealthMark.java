package dev.countersign.server.console.page;

import dev.countersign.server.insight.IssuerHealth;

/**
 * State of an issuer as shown in the console.
 *
 * @param style a class of the style sheet
 */
public record HealthMark(String style, String word, String meaning) {
    public static HealthMark of(IssuerHealth.State state) {
        return switch (state) {
            case HEALTHY -> new HealthMark("good", "healthy", "Keys are available to verify its assertions.");
            case STALE ->
                new HealthMark(
                        "warn", "stale", "The last fetch failed; the keys of the last good fetch are still used.");
            case FAILING ->
                new HealthMark(
                        "bad",
                        "failing",
                        "Its keys cannot be fetched. Exchanges are answered with 503 until they can.");
            case NO_KEYS -> new HealthMark("bad", "no usable key", "All its assertions are refused.");
            case NOT_YET_FETCHED ->
                new HealthMark("off", "not fetched yet", "Keys are fetched with the next assertion.");
            case DISABLED -> new HealthMark("off", "disabled", "Its assertions are refused.");
        };
    }
}
