package dev.countersign.server.console.page;

/** Handler of a route; it may throw the exceptions that use cases throw when the store is unavailable. */
@FunctionalInterface
public interface Action {
    PageResponse answer(PageRequest request);
}
