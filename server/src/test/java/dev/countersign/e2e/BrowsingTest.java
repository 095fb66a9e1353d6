package dev.countersign.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.Cookie;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tests that the browser tests detect the faults they look for. */
class BrowsingTest {
    private static final StaticSite site = new StaticSite();
    private static final StaticSite stranger = new StaticSite();

    @RegisterExtension
    final Browsing browsing = new Browsing();

    @AfterAll
    static void stop() {
        site.close();
        stranger.close();
    }

    @Test
    void aGoodPagePassesInEveryLook() {
        PageReview.review(at("<p>Good.</p>"), "a-good-page");
    }

    @Test
    void aPictureIsLeftWhereOneIsAskedFor() {
        PageReview.picture(at("<p>Good.</p>"), "a-good-page", true);

        var picture = Chromium.folder("screenshots").resolve("a-good-page.png");
        assertThat(picture).isNotEmptyFile();
        assertThat(picture.toFile().delete()).isTrue();
    }

    @Test
    void aFieldWithoutALabelIsFound() {
        Page page = at("<input type='text'>");

        assertThatThrownBy(() -> PageReview.assertAccessible(page, "it"))
                .hasMessageContaining("accessibility of it")
                .hasMessageContaining("label (critical)")
                .hasMessageContaining("<input type=\"text\">");
    }

    @Test
    void coloursThatAreHardToReadByNightAreFound() {
        site.page("/night.css", 200, "@media (prefers-color-scheme: dark) { p { color: #333; background: #222 } }");
        Page page = at("<link rel='stylesheet' href='/night.css'><p>Good by day.</p>");

        PageAppearance.WIDE_LIGHT.of(page);
        PageReview.assertAccessible(page, "it");
        PageAppearance.WIDE_DARK.of(page);

        assertThatThrownBy(() -> PageReview.assertAccessible(page, "it")).hasMessageContaining("color-contrast");
    }

    @Test
    void aPageWiderThanATelephoneIsFound() {
        Page page = at("<table><tr><td>" + "wide".repeat(200) + "</td></tr></table>");
        PageAppearance.PHONE_LIGHT.of(page);

        assertThatThrownBy(() -> PageReview.assertFits(page, "it")).hasMessageContaining("too wide");
    }

    @Test
    void anInlineScriptIsReportedAlthoughTheBrowserDidNotRunIt() {
        Page page = at("<p>Name</p><img alt='' src=x onerror=alert(1)>");

        page.waitForCondition(() -> !browsing.faults(page).seen().isEmpty());
        browsing.faults(page).expect("Content Security Policy");
        browsing.faults(page).expect("answer 404");
    }

    @Test
    void aDialogAndAScriptErrorAreReported() {
        site.page("/bad.js", 200, "alert('hello'); console.error('a complaint'); nowhere()");
        Page page = at("<script src='/bad.js'></script>");

        page.waitForCondition(() -> browsing.faults(page).seen().size() >= 3);
        browsing.faults(page).expect("dialog: hello");
        browsing.faults(page).expect("a complaint");
        browsing.faults(page).expect("nowhere is not defined");
    }

    @Test
    void anAnswerThatFailedIsReportedButARefusedPageIsNot() {
        site.page("/broken", 500, StaticSite.html("")).page("/refused", 403, StaticSite.html(""));
        Page page = browsing.open(site.origin());

        page.navigate("/refused");
        assertThat(browsing.faults(page).seen()).isEmpty();
        page.navigate("/broken");

        browsing.faults(page).expect("answer 500");
    }

    @Test
    void aRequestToAStrangerIsReported() {
        stranger.page("/", 200, StaticSite.html(""));
        Page page = at("<a href='" + stranger.origin() + "/'>away</a>");

        page.getByText("away").click();

        browsing.faults(page).expect("request to a stranger: " + stranger.origin());
    }

    @Test
    void withoutScriptsNothingRunsAndFormsStillSubmit() {
        site.page("/bad.js", 200, "alert('hello')").page("/next", 200, StaticSite.html("<p>Arrived.</p>"));
        site.page(
                "/form",
                200,
                StaticSite.html("<script src='/bad.js'></script><form action='/next'><button>Go</button></form>"));
        Page page = browsing.openWithoutScripts(site.origin());

        page.navigate("/form");
        page.getByText("Go").click();

        assertThat(page.getByText("Arrived.")).isVisible();
    }

    @Test
    void windowsKnowNothingOfEachOther() {
        Page one = at("");
        Page other = browsing.open(site.origin());
        one.context().addCookies(List.of(new Cookie("seen", "yes").setUrl(site.origin())));

        assertThat(other.context().cookies()).isEmpty();
    }

    private Page at(String body) {
        site.page("/page", 200, StaticSite.html(body));
        Page page = browsing.open(site.origin());
        page.navigate("/page");
        return page;
    }
}
