package dev.countersign.core.jose.key;

/**
 * Problem or warning about a submitted key, for administrators.
 *
 * @param pointer position of the key as a JSON pointer (RFC 6901) into the submitted value; empty for the whole value
 * @param detail a sentence in our own words
 */
public record KeyProblem(String pointer, String detail) {}
