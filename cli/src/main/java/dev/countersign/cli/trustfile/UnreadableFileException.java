package dev.countersign.cli.trustfile;

import java.util.List;

/** Exception thrown when files cannot be read; every finding begins with its position. */
public final class UnreadableFileException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient List<String> findings;

    UnreadableFileException(List<String> findings) {
        super(String.join("; ", findings));
        this.findings = List.copyOf(findings);
    }

    /** The problems, as sentences that begin with their positions. */
    public List<String> findings() {
        return findings;
    }
}
