package dev.countersign.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.DataReader.IncorrectNewLineException;
import io.helidon.common.buffers.DataReader.InsufficientDataAvailableException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ReceivedBytesTest {
    private static final byte COLON = ':';

    /** Something to do with a reader, and a name for it. */
    record Step(String name, Function<DataReader, Object> action) {
        @Override
        public String toString() {
            return name;
        }

        /** What it gives, or how it fails. */
        Object outcome(DataReader reader) {
            try {
                return action.apply(reader);
            } catch (InsufficientDataAvailableException | IncorrectNewLineException refused) {
                return refused.getClass();
            }
        }
    }

    private static Object text(BufferData data) {
        return new String(data.readBytes(), StandardCharsets.US_ASCII);
    }

    private static Object text(byte[] data) {
        return new String(data, StandardCharsets.US_ASCII);
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Integer> sizes = Arbitraries.integers().between(1, 12);
        return Arbitraries.oneOf(
                        Arbitraries.of(
                                new Step("ensureAvailable", reader -> {
                                    reader.ensureAvailable();
                                    return "";
                                }),
                                new Step("read", DataReader::read),
                                new Step("lookup", DataReader::lookup),
                                new Step("readLine", DataReader::readLine),
                                new Step("startsWithNewLine", DataReader::startsWithNewLine)),
                        sizes.map(size -> new Step("skip " + size, reader -> {
                            reader.skip(size);
                            return "";
                        })),
                        sizes.map(size -> new Step("readBytes " + size, reader -> text(reader.readBytes(size)))),
                        sizes.map(size -> new Step("readAscii " + size, reader -> reader.readAsciiString(size))),
                        sizes.map(size -> new Step(
                                "readLazy " + size,
                                reader -> reader.readLazyString(StandardCharsets.US_ASCII, size)
                                        .toString())),
                        sizes.map(size -> new Step("readBuffer " + size, reader -> text(reader.readBuffer(size)))),
                        sizes.map(size -> new Step("getBuffer " + size, reader -> text(reader.getBuffer(size)))),
                        sizes.map(size -> new Step("findNewLine " + size, reader -> reader.findNewLine(size))),
                        sizes.map(
                                size -> new Step("findOrNewLine " + size, reader -> reader.findOrNewLine(COLON, size))),
                        Arbitraries.of("a", "ab", "ab:", "\r\n", "b\r\na")
                                .map(prefix -> new Step(
                                        "startsWith " + prefix,
                                        reader -> reader.startsWith(prefix.getBytes(StandardCharsets.US_ASCII)))))
                .list()
                .ofMaxSize(40);
    }

    @Provide
    Arbitrary<byte[]> contents() {
        return Arbitraries.frequencyOf(
                        Tuple.of(12, Arbitraries.of("a", "b", ":", "\r\n")), Tuple.of(1, Arbitraries.just("\r")))
                .list()
                .ofMaxSize(60)
                .map(parts -> String.join("", parts).getBytes(StandardCharsets.US_ASCII));
    }

    @Provide
    Arbitrary<List<byte[]>> received() {
        return Combinators.combine(
                        contents(), Arbitraries.integers().between(1, 9).list().ofMinSize(1))
                .as(ReceivedBytesTest::split);
    }

    private static List<byte[]> split(byte[] content, List<Integer> sizes) {
        List<byte[]> pieces = new ArrayList<>();
        int from = 0;
        for (int i = 0; from < content.length; i++) {
            int to = Math.min(content.length, from + sizes.get(i % sizes.size()));
            pieces.add(Arrays.copyOfRange(content, from, to));
            from = to;
        }
        return pieces;
    }

    private static Supplier<byte[]> source(List<byte[]> pieces) {
        Deque<byte[]> left = new ArrayDeque<>(pieces);
        return left::poll;
    }

    private static byte[] whole(List<byte[]> pieces) {
        byte[] whole = new byte[pieces.stream().mapToInt(piece -> piece.length).sum()];
        int at = 0;
        for (byte[] piece : pieces) {
            System.arraycopy(piece, 0, whole, at, piece.length);
            at += piece.length;
        }
        return whole;
    }

    @Property
    void itReadsInPiecesWhatTheWebServersOwnReaderReadsFromTheWhole(
            @ForAll("received") List<byte[]> pieces, @ForAll("steps") List<Step> steps) {
        byte[] whole = whole(pieces);
        DataReader expected = DataReader.create(source(whole.length == 0 ? List.of() : List.of(whole)));
        var reader = new ReceivedBytes(source(pieces));

        for (Step step : steps) {
            skipLineFeed(reader);
            skipLineFeed(expected);
            Object outcome = step.outcome(reader);
            assertThat(outcome).as(step.name()).isEqualTo(step.outcome(expected));
            if (outcome instanceof Class) {
                return; // the connection is closed then
            }
        }
    }

    /** In the middle of a new line the web server's reader sees a fault only where no other new line follows. */
    private static void skipLineFeed(DataReader reader) {
        if (new Step("lookup", DataReader::lookup).outcome(reader).equals((byte) '\n')) {
            reader.skip(1);
        }
    }

    @Property
    void everythingThatWasReceivedIsReadOnce(@ForAll("received") List<byte[]> pieces) {
        var reader = new ReceivedBytes(source(pieces));
        var read = new StringBuilder();
        int length = whole(pieces).length;
        while (read.length() < length) {
            read.append(text(reader.readBuffer()));
        }

        assertThat(read).hasToString((String) text(whole(pieces)));
        assertThat(reader.available()).isZero();
        assertThatThrownBy(reader::readBuffer).isInstanceOf(InsufficientDataAvailableException.class);
    }

    @Property
    void whatWasHandedOutStaysAsItIsWhateverComesLater(
            @ForAll("received") List<byte[]> pieces, @ForAll @IntRange(min = 1, max = 9) int size) {
        byte[] whole = whole(pieces);
        var reader = new ReceivedBytes(source(pieces));
        List<BufferData> views = new ArrayList<>();
        for (int left = whole.length; left > 0; left -= Math.min(size, left)) {
            views.add(reader.readBuffer(Math.min(size, left)));
        }

        var read = new StringBuilder();
        views.forEach(view -> read.append(text(view)));
        assertThat(read).hasToString((String) text(whole));
    }

    private static ReceivedBytes of(String... pieces) {
        return new ReceivedBytes(source(Arrays.stream(pieces)
                .map(piece -> piece.getBytes(StandardCharsets.US_ASCII))
                .toList()));
    }

    @Test
    void aLineFeedAloneIsNoNewLineWhereverItStands() {
        for (String[] pieces : List.of(
                new String[] {"a\nb\r\n"}, new String[] {"a", "\n", "b\r\n"}, new String[] {"a\r\r\n"}, new String[] {
                    "a\r", "\r\n"
                })) {
            assertThatThrownBy(() -> of(pieces).findNewLine(100)).isInstanceOf(IncorrectNewLineException.class);
            assertThatThrownBy(() -> of(pieces).findOrNewLine(COLON, 100))
                    .isInstanceOf(IncorrectNewLineException.class);
            assertThatThrownBy(() -> of(pieces).readLine()).isInstanceOf(IncorrectNewLineException.class);
        }
    }

    @Test
    void aLongBufferIsPutTogetherFromWhatComes() {
        String[] pieces = new String[3_000];
        Arrays.setAll(pieces, i -> i == 0 ? "x" : "%07d".formatted(i));
        var reader = of(pieces);
        assertThat(reader.read()).isEqualTo((byte) 'x');

        byte[] read = reader.readBytes(7 * 2_998);
        assertThat(new String(read, StandardCharsets.US_ASCII))
                .startsWith("0000001")
                .endsWith("0002998");
        assertThat(reader.readAsciiString(7)).isEqualTo("0002999");
    }
}
