package dev.countersign.server.notice;

import dev.countersign.server.notice.CurrentNotice.Severity;
import dev.countersign.server.notice.CurrentNotice.Target;
import java.time.Instant;
import java.util.Optional;

/** Notices for tests. */
public final class SampleNotices {
    private SampleNotices() {}

    /** A notice about a secret of an application. */
    public static CurrentNotice secret(String secretId) {
        return new CurrentNotice(
                NoticeKind.SECRET_EXPIRES,
                secretId,
                Severity.WARNING,
                Optional.of(Instant.parse("2030-01-01T12:00:00Z")),
                "The secret expires.",
                "Create a second secret.",
                new Target(Target.Kind.APPLICATION, "app-1", "orders"));
    }
}
