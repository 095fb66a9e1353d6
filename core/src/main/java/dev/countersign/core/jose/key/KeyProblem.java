package dev.countersign.core.jose.key;

/**
 * Something an administrator should know about a key that was handed in.
 *
 * @param pointer where, as a JSON pointer (RFC 6901) into the value that was handed in; empty for the whole
 * @param detail a sentence in our own words
 */
public record KeyProblem(String pointer, String detail) {}
