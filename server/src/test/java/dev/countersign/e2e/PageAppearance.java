package dev.countersign.e2e;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.util.Locale;

/** Display mode of a page: narrow or wide screen, light or dark. */
enum PageAppearance {
    PHONE_LIGHT(360, ColorScheme.LIGHT, ReducedMotion.NO_PREFERENCE),
    PHONE_DARK(360, ColorScheme.DARK, ReducedMotion.REDUCE),
    WIDE_LIGHT(1600, ColorScheme.LIGHT, ReducedMotion.REDUCE),
    WIDE_DARK(1600, ColorScheme.DARK, ReducedMotion.NO_PREFERENCE);

    private final int width;
    private final ColorScheme scheme;
    private final ReducedMotion motion;

    PageAppearance(int width, ColorScheme scheme, ReducedMotion motion) {
        this.width = width;
        this.scheme = scheme;
        this.motion = motion;
    }

    /** Shows the page that is open in this way. */
    void of(Page page) {
        page.setViewportSize(width, 900);
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme).setReducedMotion(motion));
    }

    /** Whether accessibility is judged in it: in two of the four, which have each width and each scheme once. */
    boolean isJudged() {
        return this == PHONE_DARK || this == WIDE_LIGHT;
    }

    /** As a part of a file's name. */
    String label() {
        return width + "-" + scheme.name().toLowerCase(Locale.ROOT);
    }
}
