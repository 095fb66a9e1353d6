package dev.countersign.server.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogTest {
    private static final Duration LONG = Duration.ofSeconds(10);

    private static String line(Level level, String message) {
        return new TextLine().format(entry(level, message));
    }

    private static LogRecord entry(Level level, String message) {
        var entry = new LogRecord(level, message);
        entry.setLoggerName("dev.countersign.server.net.Fetcher");
        entry.setInstant(Instant.parse("2026-11-23T21:00:00.123456Z"));
        return entry;
    }

    @Test
    void aRecordIsOneLineWithTimeLevelAndComponent() {
        assertThat(line(Level.INFO, "all well")).isEqualTo("2026-11-23T21:00:00.123Z INFO    server.net: all well");
    }

    @ParameterizedTest
    @CsvSource({
        "dev.countersign.server.net.Fetcher, server.net",
        "dev.countersign.server.net.Fetcher$Inner, server.net",
        "dev.countersign.server.Wiring, server",
        "countersign.audit, countersign.audit",
        "io.netty.channel.DefaultChannelPipeline, io.netty.channel",
        "org.flywaydb, org.flywaydb",
        "Main, Main",
        "'', ?"
    })
    void theComponentIsAPackageAndNoClass(String logger, String component) {
        var entry = entry(Level.INFO, "all well");
        entry.setLoggerName(logger);

        assertThat(new TextLine().format(entry)).endsWith("INFO    " + component + ": all well");
    }

    @Test
    void everyLevelHasItsWord() {
        assertThat(line(Level.SEVERE, "")).contains(" ERROR ");
        assertThat(line(Level.WARNING, "")).contains(" WARNING ");
        assertThat(line(Level.FINE, "")).contains(" DEBUG ");
        assertThat(line(Level.FINER, "")).contains(" TRACE ");
    }

    @Test
    void nobodyForgesALineOrSteersATerminal() {
        assertThat(line(Level.INFO, "a\r\nb\u001b[2Jc\u2028d\u0085e")).endsWith(": a  b [2Jc d e");
    }

    @Test
    void aFaultStandsOnTheSameLineWithItsCause() {
        var entry = entry(Level.WARNING, "failed");
        entry.setThrown(new IllegalStateException("outer", new IOException("inner")));

        assertThat(new TextLine().format(entry))
                .contains("failed | java.lang.IllegalStateException: outer <", "| caused by java.io.IOException: inner")
                .doesNotContain("\n");
    }

    @Test
    void linesAreWrittenInOrder() {
        var out = new ByteArrayOutputStream();
        var writer = new LineWriter("test", out, "%d dropped"::formatted);
        for (int i = 0; i < 1000; i++) {
            writer.write("line " + i);
        }
        writer.flush(LONG);

        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .hasSize(1000)
                .startsWith("line 0")
                .endsWith("line 999");
    }

    @Test
    void aStreamThatNobodyReadsNeverStopsTheOnesWhoLogAndTheLossIsTold() {
        var open = new CountDownLatch(1);
        var out = new ByteArrayOutputStream();
        var writer = new LineWriter("test", waiting(open, out), "%d dropped"::formatted);
        for (int i = 0; i < 20_000; i++) {
            writer.write("line");
        }
        open.countDown();
        writer.flush(LONG);
        writer.write("last");
        writer.flush(LONG);

        var lines = out.toString(StandardCharsets.UTF_8).lines().toList();
        assertThat(lines).anyMatch(line -> line.matches("[0-9]+ dropped"));
        assertThat(lines).last().isEqualTo("last");
    }

    @Test
    void aClosedStreamIsNoReasonToFail() {
        var writer = new LineWriter("test", closed(), "%d dropped"::formatted);

        writer.write("one");
        writer.flush(LONG);
        writer.write("two");
        writer.flush(LONG);
    }

    private static OutputStream waiting(CountDownLatch open, OutputStream out) {
        return new OutputStream() {
            @Override
            public void write(int octet) throws IOException {
                write(new byte[] {(byte) octet}, 0, 1);
            }

            @Override
            public void write(byte[] octets, int from, int count) throws IOException {
                try {
                    open.await();
                } catch (InterruptedException interrupted) {
                    throw new IOException(interrupted);
                }
                out.write(octets, from, count);
            }
        };
    }

    private static OutputStream closed() {
        return new OutputStream() {
            @Override
            public void write(int octet) throws IOException {
                throw new IOException("closed");
            }
        };
    }
}
