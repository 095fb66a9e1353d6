package dev.countersign.e2e;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The browser of one test. Windows share no state; a fault in one fails the test, and the state of a failed test is
 * saved under {@code target/browser-failures}.
 */
final class Browsing implements BeforeEachCallback, AfterEachCallback {
    private final List<Window> windows = new ArrayList<>();
    private Browser browser;

    private record Window(BrowserContext context, BrowserFaults faults) {}

    @Override
    public void beforeEach(ExtensionContext test) {
        browser = Chromium.browser();
    }

    /** A window of somebody who has never been at this address. */
    Page open(String origin) {
        return open(origin, UnaryOperator.identity());
    }

    /** A window in which no script of a page runs. */
    Page openWithoutScripts(String origin) {
        return open(origin, options -> options.setJavaScriptEnabled(false));
    }

    /** A window of somebody who has signed in before, in the window whose state this is. */
    Page openAgain(String origin, String state) {
        return open(origin, options -> options.setStorageState(state));
    }

    /** A window with a peculiarity. */
    Page open(String origin, UnaryOperator<Browser.NewContextOptions> option) {
        var options = new Browser.NewContextOptions()
                .setBaseURL(origin)
                .setIgnoreHTTPSErrors(true)
                .setLocale("en-GB")
                .setTimezoneId("UTC")
                .setViewportSize(1280, 900);
        BrowserContext context = browser.newContext(option.apply(options));
        context.setDefaultTimeout(Chromium.PATIENCE.toMillis());
        windows.add(new Window(context, new BrowserFaults(context, origin)));
        return context.newPage();
    }

    BrowserFaults faults(Page page) {
        return windows.stream()
                .filter(window -> window.context.equals(page.context()))
                .findFirst()
                .orElseThrow()
                .faults;
    }

    @Override
    public void afterEach(ExtensionContext test) throws IOException {
        // A question to each page: what it had to report before is here when the answer is.
        windows.stream().flatMap(window -> window.context.pages().stream()).forEach(Page::title);
        boolean failed = test.getExecutionException().isPresent();
        List<String> faults = windows.stream()
                .flatMap(window -> window.faults.seen().stream())
                .toList();
        if (failed || !faults.isEmpty()) {
            keepWhatWasSeen(test.getRequiredTestClass().getSimpleName() + "." + test.getDisplayName(), faults);
        }
        windows.forEach(window -> window.context.close());
        windows.clear();
        if (!failed && !faults.isEmpty()) {
            throw new AssertionError("the browser saw:\n" + String.join("\n", faults));
        }
    }

    private void keepWhatWasSeen(String test, List<String> faults) throws IOException {
        Path folder = Chromium.folder("browser-failures").resolve(test.replaceAll("[^A-Za-z0-9.]+", "-"));
        Files.createDirectories(folder);
        Files.write(folder.resolve("faults.txt"), faults);
        int number = 0;
        for (Window window : windows) {
            for (Page page : window.context.pages()) {
                String name = "page-" + ++number;
                Files.writeString(folder.resolve(name + ".html"), page.url() + "\n" + page.content());
                page.screenshot(new Page.ScreenshotOptions().setFullPage(true).setPath(folder.resolve(name + ".png")));
            }
        }
    }
}
