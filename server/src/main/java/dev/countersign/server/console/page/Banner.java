package dev.countersign.server.console.page;

import java.util.function.Supplier;

/**
 * The name and the colour of an organization, shown on all of its pages.
 *
 * @param name read for each page, so that a change is visible at once
 * @param style the class of the style sheet that sets the colour
 */
public record Banner(Supplier<String> name, String style) {
    /** Number of the colours in the style sheet. */
    static final int COLOURS = 8;

    /** The banner of an organization, whose colour follows from its slug. */
    public static Banner of(String slug, Supplier<String> name) {
        return new Banner(name, "colour-" + Math.floorMod(slug.hashCode(), COLOURS));
    }
}
