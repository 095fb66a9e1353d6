package dev.countersign.server.console;

/** What a route does; it may throw what use cases throw when the store does not answer. */
@FunctionalInterface
interface Action {
    PageResponse answer(PageRequest visit);
}
