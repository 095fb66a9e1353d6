package dev.countersign.server.admin.call;

import dev.countersign.core.jose.json.JsonNull;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Pages of lists, newest element first. A cursor names the last element of a page, so later additions do not shift
 * pages.
 */
public final class Paging {
    static final Set<String> PARAMETERS = Set.of("limit", "cursor", "q");
    static final int USUAL_LIMIT = 50;
    static final int GREATEST_LIMIT = 200;

    private static final String NOT_OURS = "Must be the next_cursor of an earlier page.";

    private Paging() {}

    /** Elements of a list with the functions that identify, order, search and write them. */
    public record Listing<T>(
            List<T> elements,
            Function<T, Instant> createdAt,
            Function<T, String> id,
            Function<T, List<String>> searched,
            Function<T, Map<String, Object>> document) {}

    /** One page of a list that is in memory. */
    public static <T> AdminResponse page(QueryParameters query, Listing<T> listing) {
        query.allow(PARAMETERS);
        int limit = limit(query);
        Optional<Position> after = query.text("cursor").flatMap(cursor -> position(query, cursor));
        if (!query.problems().isEmpty()) {
            return ApiProblems.invalid(query.problems());
        }
        String wanted = query.text("q").orElse("").toLowerCase(Locale.ROOT);
        Function<T, Position> position = element ->
                new Position(listing.createdAt().apply(element), listing.id().apply(element));
        List<T> found = listing.elements().stream()
                .filter(element -> listing.searched().apply(element).stream()
                        .anyMatch(text -> text.toLowerCase(Locale.ROOT).contains(wanted)))
                .filter(element -> after.isEmpty() || position.apply(element).compareTo(after.get()) < 0)
                .sorted(Comparator.comparing(position).reversed())
                .limit(limit + 1L)
                .toList();
        List<T> page = found.stream().limit(limit).toList();
        Object next = found.size() > limit ? position.apply(page.getLast()).cursor() : JsonNull.NULL;
        return AdminResponse.ok(body(page.stream().map(listing.document()).toList(), next));
    }

    public static Map<String, Object> body(List<Map<String, Object>> items, Object nextCursor) {
        var body = new LinkedHashMap<String, Object>();
        body.put("items", items);
        body.put("next_cursor", nextCursor);
        return body;
    }

    public static int limit(QueryParameters query) {
        return query.number("limit", USUAL_LIMIT, 1, GREATEST_LIMIT);
    }

    /** Encodes a cursor, which is opaque to clients. */
    public static String cursor(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The cursor of an element by its time, in milliseconds, and its id. */
    public static String cursor(Instant createdAt, String id) {
        return cursor(createdAt.toEpochMilli() + ":" + id);
    }

    /** Decodes a cursor; empty, with a problem, when it is invalid. */
    public static Optional<String> text(QueryParameters query, String cursor, String form) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            if (text.matches(form)) {
                return Optional.of(text);
            }
        } catch (IllegalArgumentException notBase64) {
            // reported below, like every other invalid text
        }
        query.problem("cursor", "malformed", NOT_OURS);
        return Optional.empty();
    }

    private static Optional<Position> position(QueryParameters query, String cursor) {
        return position(query, cursor, Position::new);
    }

    /** Decodes the cursor of an element by its time and id; empty, with a problem, when it is invalid. */
    public static <P> Optional<P> position(QueryParameters query, String cursor, BiFunction<Instant, String, P> make) {
        return text(query, cursor, "-?[0-9]{1,15}:[!-~]{1,100}").map(text -> {
            int colon = text.indexOf(':');
            return make.apply(
                    Instant.ofEpochMilli(Long.parseLong(text.substring(0, colon))), text.substring(colon + 1));
        });
    }

    /** Position of an element in a list. */
    private record Position(Instant createdAt, String id) implements Comparable<Position> {
        private static final Comparator<Position> ORDER =
                Comparator.comparing(Position::createdAt).thenComparing(Position::id);

        Position {
            // with the precision of a cursor, so that both compare equal
            createdAt = createdAt.truncatedTo(ChronoUnit.MILLIS);
        }

        @Override
        public int compareTo(Position other) {
            return ORDER.compare(this, other);
        }

        String cursor() {
            return Paging.cursor(createdAt, id);
        }
    }
}
