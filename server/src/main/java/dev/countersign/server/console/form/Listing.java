package dev.countersign.server.console.form;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A list as a query asks for it: the searched text, the order and the page, and the links that change them.
 *
 * @param path of the page with the list, below the root of the console
 * @param q the searched text; empty when all are listed
 * @param column by which the list is ordered
 */
public record Listing<T>(String path, Optional<String> q, String column, boolean descending, Paged<T> rows) {
    private static final String SORT = "sort";
    private static final String DESCENDING = "-";

    /** A column by which a list can be ordered, and its ascending order. */
    public record Column<T>(String name, Comparator<T> order) {}

    /**
     * Searches, orders, and takes the page.
     *
     * @param fits whether an item has this text, in lower case
     * @param columns the first is the order unless the query names another one
     */
    public static <T> Listing<T> of(
            String path, List<T> all, BiPredicate<T, String> fits, List<Column<T>> columns, Form query) {
        Optional<String> q = query.text("q");
        String wanted = query.text(SORT).orElse("");
        boolean descending = wanted.startsWith(DESCENDING);
        Optional<Column<T>> named = columns.stream()
                .filter(column -> column.name().equals(descending ? wanted.substring(1) : wanted))
                .findFirst();
        Column<T> column = named.orElse(columns.getFirst());
        boolean reversed = descending && named.isPresent();
        List<T> found = all.stream()
                .filter(item -> q.filter(text -> !fits.test(item, text.toLowerCase(Locale.ROOT)))
                        .isEmpty())
                .sorted(reversed ? column.order().reversed() : column.order())
                .toList();
        return new Listing<>(path, q, column.name(), reversed, Paged.of(found, query));
    }

    /** Whether a query asks for the order of one of these columns. */
    public static boolean isOrderedBy(Form query, String... columns) {
        String wanted = query.text(SORT).orElse("");
        return List.of(columns).contains(wanted.startsWith(DESCENDING) ? wanted.substring(1) : wanted);
    }

    public <R> Listing<R> map(Function<? super T, ? extends R> function) {
        return new Listing<>(path, q, column, descending, rows.map(function));
    }

    /** The form of the search. */
    public Fields fields() {
        return Fields.of(Map.of("q", q.stream().toList()));
    }

    /** The link to a page of this list. */
    public String page(int number) {
        return link((descending ? DESCENDING : "") + column) + "&page=" + number;
    }

    /** The link that orders by a column; for the present one in the other direction. */
    public String sortedBy(String other) {
        return link(column.equals(other) && !descending ? DESCENDING + other : other);
    }

    /** The value of {@code aria-sort} of a column; null for one by which the list is not ordered. */
    public @Nullable String order(String other) {
        if (!column.equals(other)) {
            return null;
        }
        return descending ? "descending" : "ascending";
    }

    private String link(String sort) {
        return path + "?" + SORT + "=" + sort
                + q.map(text -> "&q=" + URLEncoder.encode(text, StandardCharsets.UTF_8))
                        .orElse("");
    }
}
