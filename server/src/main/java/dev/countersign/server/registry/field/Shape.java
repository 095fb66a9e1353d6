package dev.countersign.server.registry.field;

/** Shape of a member's value, which determines its field in the console and its option on the command line. */
public enum Shape {
    /** True or false: a check box, or a choice of three where it may be {@code null}; a switch. */
    FLAG,
    /** A text of one line. */
    TEXT,
    /** A text of any number of lines. */
    PARAGRAPH,
    /** Certificates in PEM: a text area; on the command line a document alone. */
    CERTIFICATES,
    /** One of a few names. */
    CHOICE,
    /** A whole number of seconds; a length of time on the command line. */
    SECONDS,
    /** A whole number. */
    NUMBER,
    /** Texts that may contain spaces: one per line, one per option. */
    TEXTS,
    /** Words: on one line, several per option. */
    WORDS,
    /** Names: one per line, several per option. */
    NAMES,
    /** A selection of a few names: check boxes, several per option. */
    CHOICES,
    /** Objects of two texts, in the form of {@link PairForm}: one per line, one per option. */
    PAIRS,
    /** An object: a text area with its JSON, unless it has a form of its own. A list of objects has one. */
    OBJECT
}
