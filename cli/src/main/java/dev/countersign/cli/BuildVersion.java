package dev.countersign.cli;

import java.util.Optional;

/** The version of this build. */
public final class BuildVersion {

    private BuildVersion() {}

    /** As it stands in the manifest of the jar; without a jar there is none. */
    public static String current() {
        return Optional.ofNullable(BuildVersion.class.getPackage().getImplementationVersion())
                .orElse("(development)");
    }
}
