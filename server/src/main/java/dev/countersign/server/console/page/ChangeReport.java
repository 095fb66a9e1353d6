package dev.countersign.server.console.page;

import dev.countersign.core.oauth.CorrelationId;
import dev.countersign.server.operation.Outcome;
import dev.countersign.server.operation.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Report on the changes of several resources: those that were made, and the reasons for those that were not. */
public final class ChangeReport {
    private static final int MOST_NAMES = 5;

    private final List<String> changed = new ArrayList<>();
    private final Map<String, List<String>> refused = new LinkedHashMap<>();

    /** Adds the outcome of one change. */
    public void add(String name, Outcome<?> outcome) {
        switch (outcome) {
            case Outcome.Done<?> _ -> changed.add(name);
            case Outcome.Invalid<?>(var problems) -> refuse(name, first(problems));
            case Outcome.Forbidden<?>(var problems) -> refuse(name, first(problems));
            case Outcome.Conflict<?>(var _, var detail, var problems) ->
                refuse(name, problems.isEmpty() ? detail : first(problems));
            case Outcome.InUse<?>(var names) -> refuse(name, "In use by " + list(names) + ".");
            case Outcome.Stale<?>() -> refuse(name, "It was changed in the meantime.");
            case Outcome.NotFound<?>() -> refuse(name, "It does not exist any more.");
        }
    }

    /** Adds a resource that stays as it is. */
    public void refuse(String name, String reason) {
        refused.computeIfAbsent(reason, _ -> new ArrayList<>()).add(name);
    }

    /**
     * The notices for the next page: one for all changes, and one for each reason.
     *
     * @param done the end of the sentence about one changed resource, such as {@code is disabled.}
     * @param allDone the same for several
     */
    public List<Notice> notices(String done, String allDone) {
        var notices = new ArrayList<Notice>();
        if (!changed.isEmpty()) {
            notices.add(Notice.done(list(changed) + " " + (changed.size() == 1 ? done : allDone)));
        }
        refused.forEach((reason, names) -> notices.add(Notice.problem("Not changed: " + list(names) + ". " + reason)));
        return notices;
    }

    /** The same, where the first one offers to undo the changes. */
    public List<Notice> notices(String done, String allDone, CorrelationId changes) {
        return notices(done, allDone).stream()
                .map(notice -> notice.tone() == Notice.Tone.DONE ? notice.offeringToUndo(changes) : notice)
                .toList();
    }

    private static String first(List<Problem> problems) {
        return problems.getFirst().detail();
    }

    private static String list(List<String> names) {
        int more = names.size() - MOST_NAMES;
        return more <= 0
                ? String.join(", ", names)
                : "%s and %s more".formatted(String.join(", ", names.subList(0, MOST_NAMES)), more);
    }
}
