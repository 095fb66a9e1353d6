package dev.countersign.cli.remote;

import dev.countersign.base.exit.CommandFailedException;
import dev.countersign.base.exit.ExitCode;
import java.util.List;

/** Failure of a command that calls a server, with what is wrong with each part of what was sent. */
public final class CallFailedException extends CommandFailedException {
    private static final long serialVersionUID = 1L;

    private final transient List<Finding> findings;

    /**
     * One thing that is wrong with what was sent.
     *
     * @param pointer where it stands in the document that was sent (RFC 6901); empty when it is about the whole
     */
    public record Finding(String pointer, String detail) {}

    public CallFailedException(int exitCode, String message, List<Finding> findings) {
        super(exitCode, message);
        this.findings = List.copyOf(findings);
    }

    /** The server, or what is there, says no. */
    public static CallFailedException refused(String message) {
        return new CallFailedException(ExitCode.REFUSED, message, List.of());
    }

    /** The command line asks for something that does not go together. */
    public static CallFailedException usage(String message) {
        return new CallFailedException(ExitCode.USAGE, message, List.of());
    }

    /** What was handed over is not valid. */
    public static CallFailedException data(String message) {
        return new CallFailedException(ExitCode.DATA, message, List.of());
    }

    /** A file cannot be read. */
    public static CallFailedException noInput(String message) {
        return new CallFailedException(ExitCode.NO_INPUT, message, List.of());
    }

    /** No server answers, or not now. */
    public static CallFailedException unavailable(String message) {
        return new CallFailedException(ExitCode.UNAVAILABLE, message, List.of());
    }

    /** The server, or this program, is broken. */
    public static CallFailedException fault(String message) {
        return new CallFailedException(ExitCode.SOFTWARE, message, List.of());
    }

    /** A file cannot be written. */
    public static CallFailedException cannotCreate(String message) {
        return new CallFailedException(ExitCode.CANNOT_CREATE, message, List.of());
    }

    /** The credentials are wrong or do not suffice. */
    public static CallFailedException noPermission(String message) {
        return new CallFailedException(ExitCode.NO_PERMISSION, message, List.of());
    }

    /** The stored login or the environment is wrong, or says too little. */
    public static CallFailedException configuration(String message) {
        return new CallFailedException(ExitCode.CONFIG, message, List.of());
    }

    /** Everything that is wrong with what was sent. */
    public List<Finding> findings() {
        return findings;
    }
}
