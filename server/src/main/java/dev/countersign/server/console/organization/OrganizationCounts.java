package dev.countersign.server.console.organization;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The numbers of rows of an organization, as they are displayed. */
public record OrganizationCounts(Map<String, Long> byKind) {
    /** The kind of the people who use the console. */
    private static final String PEOPLE = "administrators";

    private static final Map<String, String> NAMES = Map.of("api_resources", "APIs", PEOPLE, "People");

    /** One kind of things and their number. */
    public record Line(String name, long count) {}

    /** All kinds, also those of which there is none. */
    public List<Line> lines() {
        return byKind.entrySet().stream()
                .map(entry -> new Line(name(entry.getKey()), entry.getValue()))
                .toList();
    }

    /** Whether nobody can sign in to the console of the organization. */
    boolean hasNoPeople() {
        return byKind.getOrDefault(PEOPLE, 0L) == 0;
    }

    /** A kind as it is called in the API, such as {@code access_tokens}, as a label. */
    private static String name(String kind) {
        String text = kind.replace('_', ' ');
        return NAMES.getOrDefault(kind, text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1));
    }
}
