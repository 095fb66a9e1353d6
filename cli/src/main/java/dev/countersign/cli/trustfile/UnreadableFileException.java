package dev.countersign.cli.trustfile;

import java.util.List;

/** Files that cannot be read as what they are to be; every finding begins with its place. */
public final class UnreadableFileException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient List<String> findings;

    UnreadableFileException(List<String> findings) {
        super(String.join("; ", findings));
        this.findings = List.copyOf(findings);
    }

    /** What is wrong, as sentences that begin with the place. */
    public List<String> findings() {
        return findings;
    }
}
