package dev.countersign.core.trust;

/**
 * Requirement of a condition on a claim: a literal text or whole number that it must equal, or a text that it must
 * begin with.
 */
public sealed interface Pin {

    /** The claim, a direct member of {@code claims}. */
    String claim();

    /** The literal in the condition, as text. */
    String literal();

    /** The claim equals this value. */
    record Equal(String claim, String literal) implements Pin {}

    /** The claim is a text that begins with this one. */
    record Prefix(String claim, String literal) implements Pin {}
}
