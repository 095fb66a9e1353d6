package dev.countersign.server.console.page;

import java.util.List;

/** A group of related pages. */
@FunctionalInterface
public interface ConsoleSection {
    List<Route> routes();
}
