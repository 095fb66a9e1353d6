package dev.countersign.server.console.form;

import java.util.List;
import java.util.stream.Stream;

/** Concatenation of lists. */
public final class Lists {
    private Lists() {}

    public static <T> List<T> and(List<T> list, T one) {
        return and(list, List.of(one));
    }

    public static <T> List<T> and(List<T> list, List<T> more) {
        return Stream.concat(list.stream(), more.stream()).toList();
    }
}
