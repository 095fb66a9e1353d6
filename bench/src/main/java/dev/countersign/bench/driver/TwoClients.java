package dev.countersign.bench.driver;

import dev.countersign.bench.server.Target;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;

/**
 * Pair of concurrent open loops, each of its own application: one that requests more than the server's capacity, and
 * one that requests little. The observations of the second are kept.
 */
public final class TwoClients implements LoadDriver {
    private final OpenLoop noisy;
    private final OpenLoop quiet;
    private final Target ofQuiet;
    private final List<Driven> sawQuiet = new ArrayList<>();
    private final List<Driven> noisyResults = new ArrayList<>();

    /** @param ofQuiet token endpoint and credentials of the quiet client */
    public TwoClients(OpenLoop noisy, OpenLoop quiet, Target ofQuiet) {
        this.noisy = noisy;
        this.quiet = quiet;
        this.ofQuiet = ofQuiet;
    }

    @Override
    public Driven drive(Target target, AssertionPool pool, int from, Duration time)
            throws IOException, InterruptedException {
        var beside = CompletableFuture.supplyAsync(() -> {
            try {
                return quiet.drive(ofQuiet, pool, from + noisy.count(time), time);
            } catch (InterruptedException stopped) {
                throw new CompletionException(stopped);
            }
        });
        Driven loud = noisy.drive(target, pool, from, time);
        Driven low = beside.join();
        noisyResults.add(loud);
        sawQuiet.add(low);
        return both(loud, low);
    }

    /** The sums of both; the latencies are those of the noisy client only, because they must not be mixed. */
    private static Driven both(Driven one, Driven other) {
        return new Driven(
                one.presented() + other.presented(),
                one.accepted() + other.accepted(),
                one.acceptedInTime() + other.acceptedInTime(),
                one.shed() + other.shed(),
                one.cutOff() + other.cutOff(),
                one.took(),
                one.latencies(),
                one.mostUnderWay() + other.mostUnderWay(),
                Stream.concat(one.answered().stream(), other.answered().stream())
                        .toList());
    }

    /** Observations of the noisy client, run by run. */
    public List<Driven> noisyResults() {
        return List.copyOf(noisyResults);
    }

    /** Observations of the quiet client, run by run. */
    public List<Driven> sawQuiet() {
        return List.copyOf(sawQuiet);
    }
}
