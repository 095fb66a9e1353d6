package dev.countersign.e2e;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import dev.countersign.InstalledProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The browser of this machine, headless. It is started once for all classes of tests in a JVM, which takes longer than most
 * tests, and ends with it. Windows share no state.
 */
final class Chromium {
    /** How long anything may take that a person would wait for. */
    static final Duration PATIENCE = Duration.ofSeconds(15);

    /** In the order of preference: the first has no windows, and takes less of the processor than one that hides them. */
    private static final String[] PROGRAMS = {"chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"
    };

    private static final List<String> ELSEWHERE = List.of(
            "/Applications/Chromium.app/Contents/MacOS/Chromium",
            "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome");
    /** It asks nobody for anything: no updates, no experiments, no suggestions. */
    private static final List<String> ARGUMENTS = List.of(
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync");

    private static @Nullable Playwright playwright;
    private static @Nullable Browser browser;

    private Chromium() {}

    /** The browser; a new one if that of the tests before is lost. */
    static synchronized Browser browser() {
        if (browser == null || !browser.isConnected()) {
            close();
            Path program = program();
            playwright = driver();
            browser = launched(playwright, program);
        }
        return browser;
    }

    private static Playwright driver() {
        // Not in the system's temporary folder, where programs are often not allowed to run.
        System.setProperty("playwright.driver.tmpdir", folder("playwright").toString());
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE.toMillis());
        return Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    }

    private static Browser launched(Playwright driver, Path program) {
        return driver.chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(program)
                        .setArgs(ARGUMENTS)
                        // Root has no sandbox in Chromium; everybody else keeps it.
                        .setChromiumSandbox(!System.getProperty("user.name").equals("root"))
                        .setTimeout(Duration.ofSeconds(60).toMillis()));
    }

    /** A folder for what tests leave behind, under the build's own. */
    static Path folder(String name) {
        try {
            return Files.createDirectories(Path.of("target", name).toAbsolutePath());
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    private static Path program() {
        return InstalledProgram.orSkip(
                "chromium",
                Optional.ofNullable(System.getenv("CHROMIUM"))
                        .map(Path::of)
                        .or(() -> InstalledProgram.onPath(PROGRAMS))
                        .or(() -> ELSEWHERE.stream()
                                .map(Path::of)
                                .filter(Files::isExecutable)
                                .findFirst()));
    }

    private static void close() {
        if (playwright != null) {
            playwright.close();
        }
    }
}
