package dev.countersign.cli;

import java.util.Optional;

/** The version of this build. */
public final class BuildVersion {

    private BuildVersion() {}

    /** The version in the manifest of the jar; a fixed text when there is no jar. */
    public static String current() {
        return Optional.ofNullable(BuildVersion.class.getPackage().getImplementationVersion())
                .orElse("(development)");
    }
}
