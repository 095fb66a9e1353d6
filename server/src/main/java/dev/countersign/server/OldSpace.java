package dev.countersign.server;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.util.List;
import java.util.Optional;

/**
 * The part of the heap where things live that outlived many collections. The serial collector lets it grow to its end
 * before it looks through it, however little in it is in use; and what is read from a connection that was once idle ends
 * there, because the web server chains its buffers and the dead ones keep the next. So it is looked through when what
 * came since the last time is more than this. With collectors that see to it themselves there is nothing to do.
 */
final class OldSpace {
    private static final long MOST_NEW_BYTES = 64L << 20;
    private static final List<String> GROWING = List.of("Tenured Gen");

    private final Optional<MemoryPoolMXBean> pool = ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(each -> GROWING.contains(each.getName()))
            .findFirst();

    /** To be called every few seconds. */
    void tick() {
        pool.filter(space ->
                        space.getUsage().getUsed() - space.getCollectionUsage().getUsed() > MOST_NEW_BYTES)
                .ifPresent(_ -> System.gc());
    }
}
