package dev.countersign.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.args.AxeRunOptions;
import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.CheckedNode;
import com.deque.html.axecore.results.ResultType;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ScreenshotAnimations;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Review of every page in every display mode: accessibility, layout and, with {@code -Dcountersign.screenshots=true}, a
 * screenshot, which takes longer than all the rest.
 */
final class PageReview {
    private static final boolean SCREENSHOTS = Boolean.getBoolean("countersign.screenshots");
    private static final List<String> RULES = List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice");

    private PageReview() {}

    /** Looks at the page that is open; its pictures are named like this. */
    static void review(Page page, String name) {
        for (PageAppearance appearance : PageAppearance.values()) {
            appearance.of(page);
            if (SCREENSHOTS) {
                picture(page, name + "-" + appearance.label(), true);
            }
            assertFits(page, name + " " + appearance);
            if (appearance.isJudged()) {
                assertAccessible(page, name + " " + appearance);
            }
        }
    }

    /** Leaves a picture, if it is asked for, of what stands in a window that begins at this element. */
    static void excerpt(Page page, String name, String from) {
        if (SCREENSHOTS) {
            PageAppearance.WIDE_LIGHT.of(page);
            page.setViewportSize(1280, 720);
            page.locator(from).evaluate("element => element.scrollIntoView()");
            picture(page, name, false);
        }
    }

    /** Leaves a picture under {@code target/screenshots}. */
    static void picture(Page page, String name, boolean full) {
        page.screenshot(new Page.ScreenshotOptions()
                .setFullPage(full)
                .setAnimations(ScreenshotAnimations.DISABLED)
                .setPath(Chromium.folder("screenshots").resolve(name + ".png")));
    }

    /** Fails for each rule of WCAG 2.1 A and AA, and of good practice, that the page breaks. */
    static void assertAccessible(Page page, String name) {
        var options = new AxeRunOptions();
        options.setResultTypes(List.of(ResultType.Violations.getKey()));
        List<Rule> violations = new AxeBuilder(page)
                .options(options)
                .withTags(RULES)
                .setLegacyMode(true)
                .analyze()
                .getViolations();
        assertThat(violations.stream().map(PageReview::text))
                .as("accessibility of %s", name)
                .isEmpty();
    }

    /** Fails when the page is wider than the window. */
    static void assertFits(Page page, String name) {
        Object excess = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");
        assertThat(excess).as("how many pixels %s is too wide", name).isEqualTo(0);
    }

    private static String text(Rule rule) {
        return rule.getId() + " (" + rule.getImpact() + "): " + rule.getHelp()
                + rule.getNodes().stream().map(PageReview::text).collect(Collectors.joining());
    }

    private static String text(CheckedNode node) {
        return "\n    " + node.getTarget() + " " + node.getHtml() + "\n      "
                + String.valueOf(node.getFailureSummary()).replaceAll("\\s*\n\\s*", " ");
    }
}
