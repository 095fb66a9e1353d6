package dev.countersign.server.console.undo;

import dev.countersign.server.console.page.Notice;
import dev.countersign.server.console.page.PageRequest;
import dev.countersign.server.registry.trust.RegisteredKind;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The offer to undo a change of a registered resource. A change of keys or secrets is never undone. */
public final class Undo {
    private static final List<String> FINAL = List.of("keys", "jwks", "jwks_url", "trusted_certificates", "secrets");

    private Undo() {}

    /** The notice about a change, with the offer where the change can be undone. */
    public static <T> Notice offer(RegisteredKind<T> kind, PageRequest request, T before, T after, String done) {
        Notice notice = Notice.done(done);
        return !kind.isSame(before, after) && isPossible(kind.document(before), kind.document(after))
                ? notice.offeringToUndo(request.administrator().correlationId())
                : notice;
    }

    /** Whether two documents have the same keys and secrets. */
    static boolean isPossible(Map<String, Object> before, Map<String, Object> after) {
        return FINAL.stream().allMatch(member -> Objects.equals(before.get(member), after.get(member)));
    }
}
