package dev.countersign.server.console.page;

import java.util.List;

/** A group of pages that belong together. */
@FunctionalInterface
public interface ConsoleSection {
    List<Route> routes();
}
