package dev.countersign.server.console.account;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Short text for the {@code User-Agent} of a session: the browser, its major version and the system. */
public final class BrowserName {
    /** The product tokens, in an order in which a browser comes before those that it claims to be compatible with. */
    private static final List<Map.Entry<String, String>> BROWSERS = List.of(
            Map.entry("(?:Edg|EdgA|EdgiOS)/", "Edge"),
            Map.entry("(?:OPR)/", "Opera"),
            Map.entry("(?:Firefox|FxiOS)/", "Firefox"),
            Map.entry("(?:HeadlessChrome|Chrome|CriOS)/", "Chrome"),
            Map.entry("Version/(?=.*Safari/)", "Safari"));

    private static final List<Map.Entry<String, String>> SYSTEMS = List.of(
            Map.entry("Windows", "Windows"),
            Map.entry("Android", "Android"),
            Map.entry("iPhone", "iOS"),
            Map.entry("iPad", "iPadOS"),
            Map.entry("Mac OS X", "macOS"),
            Map.entry("CrOS", "ChromeOS"),
            Map.entry("Linux", "Linux"));

    private BrowserName() {}

    /** The browser and its system; the whole text when it is none of a known browser. */
    public static String of(String userAgent) {
        Optional<String> system = SYSTEMS.stream()
                .filter(known -> userAgent.contains(known.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
        return BROWSERS.stream()
                .flatMap(known -> browser(userAgent, known.getKey(), known.getValue()).stream())
                .findFirst()
                .map(browser -> browser + system.map(" on "::concat).orElse(""))
                .orElse(userAgent);
    }

    private static Optional<String> browser(String userAgent, String token, String name) {
        Matcher found = Pattern.compile(token + "(\\d{1,4})").matcher(userAgent);
        return found.find() ? Optional.of(name + " " + found.group(1)) : Optional.empty();
    }
}
