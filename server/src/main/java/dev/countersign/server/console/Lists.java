package dev.countersign.server.console;

import java.util.List;
import java.util.stream.Stream;

/** Lists with something added. */
final class Lists {
    private Lists() {}

    static <T> List<T> and(List<T> list, T one) {
        return and(list, List.of(one));
    }

    static <T> List<T> and(List<T> list, List<T> more) {
        return Stream.concat(list.stream(), more.stream()).toList();
    }
}
