package dev.countersign.bench.load;

import dev.countersign.bench.machine.Folders;
import dev.countersign.bench.machine.Processors;
import dev.countersign.bench.server.Countersign;
import dev.countersign.bench.server.Installation;
import dev.countersign.bench.server.OtherServer;
import dev.countersign.bench.server.ServerUnderLoad;
import dev.countersign.bench.server.Storage;
import dev.countersign.core.jose.key.Algorithm;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command that measures Countersign and a peer in turn. */
@Command(
        name = "compare",
        description = "Countersign and a peer with the same assertions, by turns, over plain HTTP.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
public final class CompareCommand implements Callable<Integer> {
    /** Long enough for the slowest to reach its full speed, which is Keycloak. */
    private static final int WARM_UP = 60;

    @Mixin
    private final CommonOptions options = new CommonOptions(WARM_UP);

    @Option(names = "--algorithm", split = ",", description = "How access tokens are signed: RS256, ES256, in turn.")
    private List<Algorithm> algorithms = Installation.ALGORITHMS;

    @Option(names = "--connections", split = ",", description = "How many connections Countersign gets, in turn.")
    private List<Integer> connections = List.of(64, 16);

    @Option(names = "--peer-connections", split = ",", description = "How many connections the peer gets, in turn.")
    private List<Integer> peerConnections = List.of(16);

    @Option(names = "--peer", description = "The other server: ${COMPLETION-CANDIDATES}.")
    private OtherServer peer = OtherServer.KEYCLOAK;

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        OtherServer.Starter starter = peer.prepare(Folders.here());
        Processors processors = options.processors();
        PoolSize.of(options, Math.max(connections.size(), peerConnections.size()), processors.ofServer())
                .ensure(options, algorithms, processors, Clock.systemUTC());
        try (BenchSetup stage = BenchSetup.open(command, options, Storage.Kind.SQLITE, processors)) {
            stage.report().line("peer: " + peer.conditions());
            stage.report().line("""
                    what differs: Countersign has the assertion and the token's record on disk before it answers, and audits \
                    every exchange; %s""".formatted(peer.difference()));
            boolean sound = true;
            for (Algorithm algorithm : algorithms) {
                sound &= compare(stage, starter, algorithm);
            }
            stage.report().save(stage.folders().results(), options.report);
            return sound ? 0 : 1;
        }
    }

    private boolean compare(BenchSetup stage, OtherServer.Starter starter, Algorithm algorithm) throws Exception {
        var limit = new CryptoLimit(algorithm, stage.clock());
        limit.measure(stage.processors());
        String where = stage.processors().server();
        try (ServerUnderLoad other = starter.start(stage.jwks().url(), where);
                Countersign server = stage.installation().start(where)) {
            var ours = new Life(server, algorithm, false, stage.pool(), stage.clock());
            var theirs = new Life(other, algorithm, false, stage.pool(), stage.clock());
            var sides = new SideBySide(stage.folders(), stage.processors());
            connections.forEach(count -> sides.add(ours, count));
            peerConnections.forEach(count -> sides.add(theirs, count));
            sides.run(options);

            ReplayAttempt replay = ReplayAttempt.of(theirs);
            LedgerCheck check = LedgerCheck.end(ours, server);
            limit.measure(stage.processors());
            print(stage.report(), algorithm, sides, limit, ours, theirs);
            stage.report().line("Countersign, " + check);
            stage.report().line("%s: %s; %s".formatted(other.name(), theirs.seen(), replay));
            return check.isSound() && replay.accepted() == 0;
        }
    }

    private void print(
            Report report, Algorithm algorithm, SideBySide sides, CryptoLimit limit, Life ours, Life theirs) {
        var figures = new Figures(limit, options.processors().ofServer());
        sides.fill(figures);
        report.line("");
        report.line("%s, HTTP, closed loop, by server and connections".formatted(algorithm));
        figures.print(report);
        report.table(sides.ratios(ours, theirs));
    }
}
