package dev.countersign.core.jose.json;

/** The JSON literal {@code null} as a value, so that maps of claims contain no Java null. */
public enum JsonNull {
    NULL
}
