package dev.countersign.server.management;

/**
 * One thing that is wrong with what an administrator handed in, or, as a warning, one that they should know.
 *
 * @param pointer where, as a JSON pointer (RFC 6901) into the input; empty for the whole
 * @param code a stable name for programs, such as {@code out_of_range}
 * @param detail a sentence for people
 */
public record Problem(String pointer, String code, String detail) {
    static final String REQUIRED = "required";
    static final String UNKNOWN_MEMBER = "unknown_member";
    static final String WRONG_TYPE = "wrong_type";
    static final String OUT_OF_RANGE = "out_of_range";
    static final String MALFORMED = "malformed";
    static final String NOT_ALLOWED = "not_allowed";
    static final String NOT_SUPPORTED = "not_supported";
    static final String DUPLICATE = "duplicate";
    static final String UNKNOWN_REFERENCE = "unknown_reference";
    static final String UNUSABLE_KEY = "unusable_key";
}
