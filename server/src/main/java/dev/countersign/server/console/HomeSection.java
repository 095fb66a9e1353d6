package dev.countersign.server.console;

import java.util.List;

/** Where one arrives. */
final class HomeSection implements ConsoleSection {
    @Override
    public List<Route> routes() {
        return List.of(Route.page("/", this::show));
    }

    private Reply show(Visit visit) {
        return Reply.page("Home", "", "home.jte", visit.person());
    }
}
