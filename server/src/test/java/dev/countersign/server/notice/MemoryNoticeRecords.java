package dev.countersign.server.notice;

import dev.countersign.core.audit.AdminEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;

/** Records of notices in memory, of which a test sets the number of undelivered messages. */
public final class MemoryNoticeRecords implements NoticeRecords {
    public final List<AdminEvent> events = new ArrayList<>();
    public long undelivered;

    @Override
    public void observe(String name, List<CurrentNotice> notices, Instant now) {
        throw new AssertionError("nothing is observed");
    }

    @Override
    public long undelivered() {
        return undelivered;
    }

    @Override
    public long retry(Instant now, LongFunction<AdminEvent> event) {
        long retried = undelivered;
        if (retried > 0) {
            events.add(event.apply(retried));
        }
        undelivered = 0;
        return retried;
    }
}
