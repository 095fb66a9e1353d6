package dev.countersign.server.console;

import java.util.List;

/** A group of pages that belong together. */
@FunctionalInterface
interface ConsoleSection {
    List<Route> routes();
}
