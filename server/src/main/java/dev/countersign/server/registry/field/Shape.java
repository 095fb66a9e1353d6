package dev.countersign.server.registry.field;

/** Shape of a member's value, from which its field in the console and its option on the command line follow. */
public enum Shape {
    /** True or false: a check box, or a choice of three where it may be {@code null}; a switch. */
    FLAG,
    /** A text of one line. */
    TEXT,
    /** A text of any number of lines. */
    PARAGRAPH,
    /** One of a few names. */
    CHOICE,
    /** A whole number of seconds; a length of time on the command line. */
    SECONDS,
    /** A whole number. */
    NUMBER,
    /** Texts that may hold spaces: one a line, one an option. */
    TEXTS,
    /** Words: on one line, several an option. */
    WORDS,
    /** Names: one a line, several an option. */
    NAMES,
    /** Some of a few names: check boxes, several an option. */
    CHOICES,
    /** An object, or a list of objects, with a form of its own. */
    OBJECT
}
