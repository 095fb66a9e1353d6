package dev.countersign.server.store.ledger;

import dev.countersign.core.token.TokenLedger.Redemption;
import dev.countersign.server.store.OpenStore;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/** A process that redeems without end and says, once it is told so, what is on record. It is meant to be killed. */
final class LedgerLoad {
    private static final int CALLERS = 16;

    /** So few that some are always being sorted in. */
    private static final int RECENT_KEYS = 200;

    private LedgerLoad() {}

    /** @param args the folder of the database */
    public static void main(String[] args) throws InterruptedException {
        var ledger = new OpenStore(Path.of(args[0]), RECENT_KEYS).ledger();
        var next = new AtomicInteger();
        for (int caller = 0; caller < CALLERS; caller++) {
            Thread.ofPlatform().start(() -> {
                while (true) {
                    int number = next.getAndIncrement();
                    String id = "token-" + ProcessHandle.current().pid() + "-" + number;
                    var outcome = ledger.redeem(
                            Redemptions.key("assertion " + number), Redemptions.token(id, Redemptions.NOW));
                    if (outcome instanceof Redemption.Recorded) {
                        System.out.println(number + " " + id + " recorded");
                    }
                }
            });
        }
        Thread.currentThread().join();
    }
}
