package dev.countersign.server.console.page;

/** What a route does; it may throw what use cases throw when the store does not answer. */
@FunctionalInterface
public interface Action {
    PageResponse answer(PageRequest visit);
}
