package dev.countersign.core.trust;

/** What a condition demands of a claim: a literal text or whole number that it must be, or must begin with. */
public sealed interface Pin {

    /** The claim, a direct member of {@code claims}. */
    String claim();

    /** What stands in the condition, as text. */
    String literal();

    /** The claim is exactly this. */
    record Equal(String claim, String literal) implements Pin {}

    /** The claim is a text that begins with this. */
    record Prefix(String claim, String literal) implements Pin {}
}
