package dev.countersign.server.console;

import dev.countersign.server.management.IssuerHealth;

/**
 * How an issuer does, as people see it.
 *
 * @param style a class of the style sheet
 */
record HealthMark(String style, String word, String meaning) {
    static HealthMark of(IssuerHealth.State state) {
        return switch (state) {
            case HEALTHY -> new HealthMark("good", "healthy", "There are keys to verify its assertions with.");
            case STALE ->
                new HealthMark(
                        "warn", "stale", "It gave no newer keys when it was asked; the last good ones still serve.");
            case FAILING ->
                new HealthMark(
                        "bad",
                        "failing",
                        "It gives no keys, so its assertions cannot be judged: exchanges are put off.");
            case NO_KEYS -> new HealthMark("bad", "no usable key", "Every assertion of it is refused.");
            case NOT_YET_FETCHED -> new HealthMark("off", "not asked yet", "The next assertion has its keys fetched.");
            case DISABLED -> new HealthMark("off", "disabled", "Its assertions are refused.");
        };
    }
}
