package dev.countersign.server;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.util.List;
import java.util.Optional;

/**
 * The part of the heap where things live that outlived many collections. The serial collector lets it grow to its end
 * before it looks through it, however little in it is in use. So it is looked through when what came since the last time is
 * as much as what was left then. With collectors that see to it themselves there is nothing to do.
 */
final class TenuredCollection {
    private static final long FEWEST_NEW_BYTES = 32L << 20;
    private static final List<String> GROWING = List.of("Tenured Gen");

    private final Optional<MemoryPoolMXBean> pool = ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(each -> GROWING.contains(each.getName()))
            .findFirst();

    /** The more lives there the longer it takes to look through it, and the less often it should be. */
    private static boolean isFull(MemoryPoolMXBean space) {
        long survived = space.getCollectionUsage().getUsed();
        return space.getUsage().getUsed() - survived > Math.max(FEWEST_NEW_BYTES, survived);
    }

    /** To be called every few seconds. */
    void tick() {
        pool.filter(TenuredCollection::isFull).ifPresent(_ -> System.gc());
    }
}
