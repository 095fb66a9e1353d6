package dev.countersign.server.console.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BannerTest {
    private static final Pattern COLOUR = Pattern.compile("\\.(colour-\\d+) \\{ --organization: #([0-9a-f]{6}); }");

    /** WCAG 2.1 §1.4.3, level AA. */
    private static final double LEAST_CONTRAST = 4.5;

    @Test
    void anOrganizationKeepsItsColour() {
        Banner banner = Banner.of("/t/acme", () -> "Acme");

        assertThat(Banner.of("/t/acme", () -> "Other name").style()).isEqualTo(banner.style());
    }

    @Test
    void organizationsHaveAllColoursOfTheStyleSheetAndNoOthers() throws IOException {
        assertThat(IntStream.range(0, 1000)
                        .mapToObj(number ->
                                Banner.of("/t/organization-" + number, () -> "").style())
                        .collect(Collectors.toSet()))
                .isEqualTo(colours().keySet())
                .hasSize(Banner.COLOURS);
    }

    @Test
    void whiteTextIsReadableOnEveryColour() throws IOException {
        colours()
                .forEach((style, colour) ->
                        assertThat(1.05 / (luminance(colour) + 0.05)).as(style).isGreaterThan(LEAST_CONTRAST));
    }

    private static Map<String, Integer> colours() throws IOException {
        try (InputStream sheet = Objects.requireNonNull(BannerTest.class.getResourceAsStream("/console/console.css"))) {
            return COLOUR.matcher(new String(sheet.readAllBytes(), StandardCharsets.UTF_8))
                    .results()
                    .collect(Collectors.toMap(found -> found.group(1), found -> Integer.parseInt(found.group(2), 16)));
        }
    }

    /** WCAG 2.1, relative luminance. */
    private static double luminance(int colour) {
        return 0.2126 * linear(colour >> 16) + 0.7152 * linear(colour >> 8) + 0.0722 * linear(colour);
    }

    private static double linear(int channel) {
        double value = (channel & 0xff) / 255.0;
        return value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
    }
}
