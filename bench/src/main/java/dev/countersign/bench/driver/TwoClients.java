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
 * Two open loops at the same time, each of an application of its own: one that asks for more than there is, and one beside
 * it that asks for little. What the little one saw is kept.
 */
public final class TwoClients implements LoadDriver {
    private final OpenLoop noisy;
    private final OpenLoop quiet;
    private final Target ofQuiet;
    private final List<Driven> sawQuiet = new ArrayList<>();
    private final List<Driven> sawNoisy = new ArrayList<>();

    /** @param ofQuiet where the quiet one asks, with its credentials */
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
        sawNoisy.add(loud);
        sawQuiet.add(low);
        return both(loud, low);
    }

    /** Their sums; the latencies are those of the noisy one, for the two are not to be mixed. */
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

    /** What the noisy one saw, run by run. */
    public List<Driven> sawNoisy() {
        return List.copyOf(sawNoisy);
    }

    /** What the quiet one saw, run by run. */
    public List<Driven> sawQuiet() {
        return List.copyOf(sawQuiet);
    }
}
