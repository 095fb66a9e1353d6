package dev.countersign.server.console.list;

import dev.countersign.server.console.page.ChangeReport;
import dev.countersign.server.console.page.Notice;
import dev.countersign.server.console.page.PageRequest;
import dev.countersign.server.console.page.PageResponse;
import dev.countersign.server.operation.Outcome;
import dev.countersign.server.registry.trust.Edit;
import dev.countersign.server.registry.trust.RegisteredKind;
import dev.countersign.server.registry.trust.TrustConfiguration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Predicate;

/** Changes of the rows that are selected in a list, each of them on record by itself. */
public final class SelectedRows {
    private static final String ENABLE = "enable";
    private static final String DISABLE = "disable";

    private SelectedRows() {}

    /** Whether a page of a list shows all its rows as selected. */
    public static boolean areAll(PageRequest request) {
        return request.query().has(PageRequest.SELECT);
    }

    /**
     * Changes the selected rows.
     *
     * @param list the page that reports the changes, unless the form names another one
     * @param most number of rows of a page
     * @param change makes one change, and reports it
     * @param done the end of the sentence about one changed row
     * @param allDone the same for several
     */
    public static PageResponse change(
            PageRequest request,
            String list,
            int most,
            BiConsumer<String, ChangeReport> change,
            String done,
            String allDone) {
        List<String> selected = request.form().all("id").stream().distinct().toList();
        if (selected.isEmpty()) {
            return answer(request, list, List.of(Notice.problem("Select at least one row. Nothing was changed.")));
        }
        if (selected.size() > most) {
            return answer(
                    request,
                    list,
                    List.of(Notice.problem("Select at most %s rows. Nothing was changed.".formatted(most))));
        }
        var report = new ChangeReport();
        selected.forEach(id -> change.accept(id, report));
        return answer(
                request,
                list,
                report.notices(done, allDone, request.administrator().correlationId()));
    }

    private static PageResponse answer(PageRequest request, String list, List<Notice> notices) {
        return new PageResponse.SeeOther(request.returnTo(list), notices);
    }

    /**
     * Enables or disables the selected resources.
     *
     * @param save makes one change
     */
    public static <T> PageResponse enable(
            PageRequest request,
            String list,
            int most,
            TrustConfiguration configuration,
            RegisteredKind<T> kind,
            Predicate<T> isEnabled,
            BiFunction<T, Edit, Outcome<?>> save) {
        String wanted = request.form().text("do").orElse("");
        if (!List.of(ENABLE, DISABLE).contains(wanted)) {
            return new PageResponse.NotFound();
        }
        boolean enabled = wanted.equals(ENABLE);
        BiConsumer<String, ChangeReport> change = (id, report) -> {
            Optional<T> present = configuration.find(kind, id);
            if (present.isEmpty()) {
                report.add(id, new Outcome.NotFound<>());
            } else if (isEnabled.test(present.get()) == enabled) {
                report.refuse(kind.name(present.get()), "Already " + wanted + "d.");
            } else {
                report.add(
                        kind.name(present.get()),
                        save.apply(present.get(), new Edit.Merge(Map.of("enabled", enabled))));
            }
        };
        return change(request, list, most, change, "is " + wanted + "d.", "are " + wanted + "d.");
    }
}
