package dev.countersign.server.transport.head;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpConstants;

/**
 * A check of where the parts of an HTTP/1.1 request end, before they are decoded: line ends in the head (RFC 9112
 * §2.2, §5.2), and every octet of chunked coding that is not data (§7.1). Two readers that disagree about an end take
 * different octets for the next request, so nothing is tolerated here.
 *
 * <p>Work-around until the issue "Folded lines and octets before a request are tolerated" of {@code docs/upstream.md}
 * is solved.
 */
final class RequestFraming {
    /** More digits than in the size of any accepted body. */
    private static final int SIZE_DIGITS = 7;

    private static final int LONGEST_EXTENSION = 256;
    private static final int HEXADECIMAL = 16;
    private static final int WRONG = -1;

    private State state = State.BEFORE_HEAD;
    /** Number of octets that are checked and not decoded yet. */
    private int ahead;

    private int size;
    private int digits;
    private int extension;

    private enum State {
        BEFORE_HEAD,
        HEAD_LINE_START,
        HEAD_LINE,
        HEAD_END,
        /** The body is delimited by its length alone. */
        UNCHECKED,
        CHUNK_SIZE,
        CHUNK_EXTENSION,
        CHUNK_SIZE_END,
        CHUNK_DATA,
        CHUNK_DATA_CR,
        CHUNK_DATA_LF,
        TRAILER_LINE_START,
        TRAILER_LINE,
        TRAILER_END
    }

    /** Checks the input since the last call; returns false when it is malformed. */
    boolean accepts(ByteBuf buffer) {
        int end = buffer.writerIndex();
        int i = buffer.readerIndex() + ahead;
        while (i < end && state != State.UNCHECKED) {
            i = step(buffer, i, end);
            if (i == WRONG) {
                return false;
            }
        }
        ahead = i - buffer.readerIndex();
        return true;
    }

    /** Reports decoded octets. */
    void decoded(int octets) {
        ahead = Math.max(0, ahead - octets);
    }

    /** Reports that the head was decoded and chunks follow. */
    void chunksBegin() {
        nextChunk();
    }

    /** Reports that the next request begins. */
    void requestBegins() {
        state = State.BEFORE_HEAD;
        ahead = 0;
    }

    private int step(ByteBuf buffer, int i, int end) {
        byte octet = buffer.getByte(i);
        return switch (state) {
            case BEFORE_HEAD -> beforeHead(octet, i);
            case HEAD_LINE_START -> lineStart(octet, i, State.HEAD_LINE, State.HEAD_END);
            case HEAD_LINE -> line(buffer, i, end, State.HEAD_LINE_START);
            case TRAILER_LINE_START -> lineStart(octet, i, State.TRAILER_LINE, State.TRAILER_END);
            case TRAILER_LINE -> line(buffer, i, end, State.TRAILER_LINE_START);
            case HEAD_END, TRAILER_END -> expect(octet, HttpConstants.LF, State.UNCHECKED, i);
            case CHUNK_SIZE -> chunkSize(octet, i);
            case CHUNK_EXTENSION -> chunkExtension(octet, i);
            case CHUNK_SIZE_END ->
                expect(octet, HttpConstants.LF, size == 0 ? State.TRAILER_LINE_START : State.CHUNK_DATA, i);
            case CHUNK_DATA -> chunkData(i, end);
            case CHUNK_DATA_CR -> expect(octet, HttpConstants.CR, State.CHUNK_DATA_LF, i);
            case CHUNK_DATA_LF -> {
                nextChunk();
                yield octet == HttpConstants.LF ? i + 1 : WRONG;
            }
            case UNCHECKED -> i;
        };
    }

    /** Skips empty lines before a request (RFC 9112 §2.2). */
    private int beforeHead(byte octet, int i) {
        if (octet == HttpConstants.CR || octet == HttpConstants.LF) {
            return i + 1;
        }
        state = State.HEAD_LINE;
        return octet > HttpConstants.SP ? i : WRONG;
    }

    private int lineStart(byte octet, int i, State line, State last) {
        state = octet == HttpConstants.CR ? last : line;
        // a folded line, or a line end without CR
        boolean wrong = octet == HttpConstants.SP || octet == HttpConstants.HT || octet == HttpConstants.LF;
        return wrong ? WRONG : i + 1;
    }

    /** The decoder itself refuses a line that ends without CR. */
    private int line(ByteBuf buffer, int i, int end, State next) {
        int lineFeed = buffer.indexOf(i, end, HttpConstants.LF);
        if (lineFeed < 0) {
            return end;
        }
        state = next;
        return lineFeed + 1;
    }

    private int expect(byte octet, byte expected, State next, int i) {
        state = next;
        return octet == expected ? i + 1 : WRONG;
    }

    private void nextChunk() {
        state = State.CHUNK_SIZE;
        size = 0;
        digits = 0;
        extension = 0;
    }

    private int chunkSize(byte octet, int i) {
        int digit = Character.digit(octet, HEXADECIMAL);
        if (digit >= 0) {
            size = size * HEXADECIMAL + digit;
            digits++;
            return digits > SIZE_DIGITS ? WRONG : i + 1;
        }
        state = octet == HttpConstants.CR ? State.CHUNK_SIZE_END : State.CHUNK_EXTENSION;
        return digits > 0 && (octet == HttpConstants.CR || octet == HttpConstants.SEMICOLON) ? i + 1 : WRONG;
    }

    private int chunkExtension(byte octet, int i) {
        extension++;
        if (octet == HttpConstants.CR) {
            state = State.CHUNK_SIZE_END;
            return i + 1;
        }
        boolean visible = (octet >= HttpConstants.SP && octet != 0x7f) || octet == HttpConstants.HT;
        return visible && extension <= LONGEST_EXTENSION ? i + 1 : WRONG;
    }

    private int chunkData(int i, int end) {
        int count = Math.min(size, end - i);
        size -= count;
        if (size == 0) {
            state = State.CHUNK_DATA_CR;
        }
        return i + count;
    }
}
