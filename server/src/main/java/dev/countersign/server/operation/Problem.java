package dev.countersign.server.operation;

/**
 * One problem of an administrator's input, or a warning about it.
 *
 * @param pointer position as a JSON pointer (RFC 6901) into the input; empty for the whole
 * @param code a stable name for programs, such as {@code out_of_range}
 * @param detail a sentence for people
 */
public record Problem(String pointer, String code, String detail) {
    public static final String REQUIRED = "required";
    public static final String UNKNOWN_MEMBER = "unknown_member";
    public static final String WRONG_TYPE = "wrong_type";
    public static final String OUT_OF_RANGE = "out_of_range";
    public static final String MALFORMED = "malformed";
    public static final String NOT_ALLOWED = "not_allowed";
    static final String NOT_SUPPORTED = "not_supported";
    public static final String DUPLICATE = "duplicate";
    public static final String UNKNOWN_REFERENCE = "unknown_reference";
    public static final String UNUSABLE_KEY = "unusable_key";
}
