package dev.countersign.server.console.list;

import dev.countersign.server.console.form.Form;
import dev.countersign.server.console.page.ConsoleSection;
import dev.countersign.server.console.page.Cookies;
import dev.countersign.server.console.page.PageRequest;
import dev.countersign.server.console.page.PageResponse;
import dev.countersign.server.console.page.Route;
import dev.countersign.server.people.Role;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Form that chooses the columns of a list; a cookie keeps the choice. */
public record ColumnsSection() implements ConsoleSection {
    @Override
    public List<Route> routes() {
        return List.of(Route.form(Role.VIEWER, "/columns", ColumnsSection::choose));
    }

    private static PageResponse choose(PageRequest request) {
        Form form = request.form();
        Set<String> hidden = new HashSet<>(form.all("column"));
        form.all("shown").forEach(hidden::remove);
        return new PageResponse.WithCookie(
                PageResponse.seeOther(request.returnTo("")),
                new Cookies.Change.Columns(
                        request.hiddenColumns().with(form.text("list").orElse(""), hidden)));
    }
}
