package dev.countersign.cli.migration;

import java.util.Locale;

/** Fate of a member of an export, in the order of the report. */
enum Fate {
    CARRIED("Carried over"),
    DIFFERS("Different in meaning"),
    LEFT_OUT("Left out, because it is not needed here"),
    UNDECIDED("Cannot be carried, and needs a decision");

    private final String heading;

    Fate(String heading) {
        this.heading = heading;
    }

    String heading() {
        return heading;
    }

    /** The name in JSON. */
    String value() {
        return name().toLowerCase(Locale.ROOT);
    }
}
