package dev.countersign.bench.load;

import dev.countersign.bench.server.Countersign;
import dev.countersign.bench.server.Ledger;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Check that the guarantees hold under load: all returned tokens are on record, no assertion was accepted twice, and
 * the audit is complete.
 *
 * @param problems sentences; empty when the check passed
 */
record LedgerCheck(String summary, List<String> problems) {

    /**
     * Presents some assertions again, stops the server, and compares its records with the observations of the drivers.
     */
    static LedgerCheck end(Life life, Countersign server) throws IOException, InterruptedException, SQLException {
        ReplayAttempt replay = ReplayAttempt.of(life);
        long dropped = server.auditEventsDropped();
        server.close();
        return of(life.seen(), replay, dropped, Ledger.read(server.database().url()));
    }

    /** @param dropped lost audit events, as reported by the server */
    static LedgerCheck of(Seen seen, ReplayAttempt replay, long dropped, Ledger ledger) {
        List<String> problems = new ArrayList<>();
        require(problems, replay.accepted() == 0, replay.accepted() + " assertions were accepted a second time.");
        require(problems, dropped == 0, dropped + " audit events were lost.");
        require(problems, ledger.tokenIds() == ledger.tokens(), "Two tokens have the same id.");
        require(
                problems,
                ledger.replayKeys() == ledger.tokens() + ledger.bound(),
                "There are not as many replay keys as tokens and proofs.");
        require(problems, ledger.accepted() == ledger.tokens(), "There are not as many audit events as tokens.");
        require(problems, ledger.replayed() == replay.presented(), "The audit does not tell of every replay.");
        require(problems, ledger.tokens() >= seen.accepted(), "Tokens were answered that are not on record.");
        require(problems, ledger.tokens() <= seen.presented() - seen.shed(), "More is on record than was presented.");
        require(problems, seen.unseen() <= seen.cutOff(), "Requests were not answered.");
        return new LedgerCheck("%s; %s; %s".formatted(seen, ledger, replay), List.copyOf(problems));
    }

    private static void require(List<String> problems, boolean holds, String otherwise) {
        if (!holds) {
            problems.add(otherwise);
        }
    }

    boolean isSound() {
        return problems.isEmpty();
    }

    @Override
    public String toString() {
        return isSound()
                ? "ledger sound: " + summary
                : "LEDGER CHECK FAILED: %s (%s)".formatted(String.join(" ", problems), summary);
    }
}
