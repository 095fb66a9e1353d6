package dev.countersign.server.console.form;

import java.util.List;
import java.util.function.Function;

/**
 * One page of a list.
 *
 * @param number from 1
 * @param pages number of pages, at least 1
 * @param total number of items on all pages
 */
public record Paged<T>(List<T> items, int number, int pages, int total) {
    /** Number of items on a page. */
    public static final int LENGTH = 50;

    public Paged {
        items = List.copyOf(items);
    }

    /** The page named by a query; a number out of range gives the nearest page. */
    public static <T> Paged<T> of(List<T> all, Form query) {
        int pages = Math.max(1, (all.size() + LENGTH - 1) / LENGTH);
        int number = Math.clamp(wanted(query), 1, pages);
        return new Paged<>(
                all.subList((number - 1) * LENGTH, Math.min(number * LENGTH, all.size())), number, pages, all.size());
    }

    private static int wanted(Form query) {
        String text = query.text("page").orElse("1");
        return text.matches("[0-9]{1,6}") ? Integer.parseInt(text) : 1;
    }

    public <R> Paged<R> map(Function<? super T, ? extends R> function) {
        return new Paged<>(items.stream().<R>map(function).toList(), number, pages, total);
    }
}
