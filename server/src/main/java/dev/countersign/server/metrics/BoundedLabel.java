package dev.countersign.server.metrics;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A label whose values are bounded in number: those that come first keep their names, the rest is "other". */
final class BoundedLabel {
    static final String OTHER = "other";

    private final int most;
    private final Set<String> known = ConcurrentHashMap.newKeySet();

    BoundedLabel(int most) {
        this.most = most;
    }

    /** The value that stands for this name. */
    String of(String name) {
        if (known.contains(name)) {
            return name;
        }
        // two threads may each add one at the edge; a bound that is a few too high still is one
        if (known.size() < most) {
            known.add(name);
            return name;
        }
        return OTHER;
    }
}
