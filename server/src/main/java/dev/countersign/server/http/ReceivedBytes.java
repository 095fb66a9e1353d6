package dev.countersign.server.http;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.Bytes;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.LazyString;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Supplier;

/**
 * What was received from a connection and not read yet, as one array. The web server's own reader chains a buffer to
 * the one before it; once one of them is in the old space of the heap, it keeps all that follow, read or not, until that
 * space is looked through. Here nothing that was read is held.
 *
 * <p>What was handed out as a view of the array stays as it is: bytes are only ever added behind those received before.
 */
final class ReceivedBytes extends DataReader {
    private static final byte[] NOTHING = {};

    private final Supplier<byte[]> source;
    private byte[] bytes = NOTHING;
    private int position;
    private int end;

    /** A reader of what the source gives, which is null at the end and never empty. */
    @SuppressWarnings("removal") // the factory that is to be used instead cannot be inherited
    ReceivedBytes(Supplier<byte[]> source) {
        super(source);
        this.source = source;
    }

    @Override
    public int available() {
        return end - position;
    }

    @Override
    public void pullData() {
        if (position == end) {
            bytes = NOTHING; // who waits for a next request holds nothing of the last
            position = 0;
            end = 0;
        }
        byte[] more = source.get();
        if (more == null) {
            throw new InsufficientDataAvailableException();
        }
        if (end == 0) {
            bytes = more;
            end = more.length;
        } else {
            append(more);
        }
    }

    private void append(byte[] more) {
        if (bytes.length - end < more.length) {
            int unread = available();
            byte[] larger = new byte[Math.max(2 * unread, unread + more.length)];
            System.arraycopy(bytes, position, larger, 0, unread);
            bytes = larger;
            position = 0;
            end = unread;
        }
        System.arraycopy(more, 0, bytes, end, more.length);
        end += more.length;
    }

    @Override
    public void ensureAvailable() {
        need(1);
    }

    private void need(int count) {
        while (end - position < count) {
            pullData();
        }
    }

    @Override
    public void skip(int count) {
        int left = count;
        while (left > 0) {
            ensureAvailable();
            int now = Math.min(left, available());
            position += now;
            left -= now;
        }
    }

    @Override
    public byte read() {
        need(1);
        return bytes[position++];
    }

    @Override
    public byte lookup() {
        need(1);
        return bytes[position];
    }

    @Override
    public boolean startsWithNewLine() {
        need(1);
        return bytes[position] == Bytes.CR_BYTE && at(1) == Bytes.LF_BYTE;
    }

    /** The byte so far behind the position; it is waited for. */
    private byte at(int offset) {
        need(offset + 1);
        return bytes[position + offset];
    }

    /** Waits for no more than it takes to know. */
    @Override
    public boolean startsWith(byte[] prefix) {
        for (int i = 0; i < prefix.length; i++) {
            if (at(i) != prefix[i]) {
                return false;
            }
        }
        return true;
    }

    @Override
    public BufferData readBuffer() {
        ensureAvailable();
        return readBuffer(available());
    }

    @Override
    public BufferData readBuffer(int length) {
        BufferData data = getBuffer(length);
        position += length;
        return data;
    }

    @Override
    public BufferData getBuffer(int length) {
        need(Math.max(length, 1));
        return BufferData.createReadOnly(bytes, position, length);
    }

    @Override
    public LazyString readLazyString(Charset charset, int length) {
        need(Math.max(length, 1));
        var string = new LazyString(bytes, position, length, charset);
        position += length;
        return string;
    }

    @Override
    public String readAsciiString(int length) {
        need(Math.max(length, 1));
        var string = new String(bytes, position, length, StandardCharsets.US_ASCII);
        position += length;
        return string;
    }

    @Override
    public byte[] readBytes(int length) {
        need(Math.max(length, 1));
        byte[] read = Arrays.copyOfRange(bytes, position, position + length);
        position += length;
        return read;
    }

    @Override
    public String readLine() {
        String line = readAsciiString(findNewLine(Integer.MAX_VALUE));
        skip(2);
        return line;
    }

    @Override
    public int findNewLine(int most) {
        ensureAvailable();
        for (int i = 0; i < most; i++) {
            byte each = at(i);
            if (each == Bytes.CR_BYTE || each == Bytes.LF_BYTE) {
                mustBeNewLine(i);
                return i;
            }
        }
        return most;
    }

    @Override
    public int findOrNewLine(byte wanted, int most) {
        ensureAvailable();
        for (int i = 0; i < most; i++) {
            byte each = at(i);
            if (each == Bytes.CR_BYTE || each == Bytes.LF_BYTE) {
                mustBeNewLine(i);
                return -i - 1;
            }
            if (each == wanted) {
                return i;
            }
        }
        return most;
    }

    private void mustBeNewLine(int offset) {
        if (at(offset) == Bytes.LF_BYTE) {
            throw new IncorrectNewLineException("Found LF (" + offset + ") without preceding CR.");
        }
        if (at(offset + 1) != Bytes.LF_BYTE) {
            throw new IncorrectNewLineException("Found CR (" + offset + ") without following LF.");
        }
    }

    @Override
    public String debugDataHex() {
        return getBuffer(available()).debugDataHex(true);
    }
}
