package dev.countersign.bench.steps;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Common settings of all benchmarks: the average time in µs on one thread, in JVMs with the options of the launcher.
 * The options are set here rather than on the command line of JMH: without them Ed25519 comes from another provider,
 * without a warning.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Threads(1)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 1)
// Several JVMs, because starts differ more from each other than seconds within a run.
@Fork(
        value = 3,
        jvmArgs = {
            "--enable-native-access=ALL-UNNAMED",
            "-Dcom.amazon.corretto.crypto.provider.registerEdKeyFactory=true",
            "-XX:+UseSerialGC",
            "--sun-misc-unsafe-memory-access=allow"
        })
abstract class Step {}
