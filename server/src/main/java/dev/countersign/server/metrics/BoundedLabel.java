package dev.countersign.server.metrics;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A label with a limited number of values: the first values are kept, all others become "other". */
final class BoundedLabel {
    static final String OTHER = "other";

    private final int most;
    private final Set<String> known = ConcurrentHashMap.newKeySet();

    BoundedLabel(int most) {
        this.most = most;
    }

    /** The value for this name. */
    String of(String name) {
        if (known.contains(name)) {
            return name;
        }
        // two threads may each add one at the limit; slightly exceeding it is harmless
        if (known.size() < most) {
            known.add(name);
            return name;
        }
        return OTHER;
    }
}
