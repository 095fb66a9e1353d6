package dev.countersign.server.transport;

import dev.countersign.server.transport.limit.OpenConnections;
import dev.countersign.server.transport.limit.TransportLimits;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request during its arrival. Its array grows with the received octets, not with the announced length.
 * All methods except {@link #receive} run on the event loop of the connection.
 */
final class IncomingBody {
    private static final byte[] NOTHING = {};

    private final OpenConnections open;
    private final Executor loop;
    private final Runnable more;
    private final long declared;
    private byte[] bytes = NOTHING;
    private int length;
    private int held;
    private int limit = TransportLimits.EAGER_BODY;
    private final CompletableFuture<ReceivedBody> outcome = new CompletableFuture<>();
    private volatile boolean isReceiving = true;

    /**
     * Creates an empty body.
     *
     * @param declared the length announced by the head; 0 when there is none
     * @param more resumes reading from the connection
     */
    IncomingBody(OpenConnections open, Executor loop, long declared, Runnable more) {
        this.open = open;
        this.loop = loop;
        this.declared = declared;
        this.more = more;
    }

    /** Result of receiving a part of a body. */
    enum Progress {
        GOING_ON,
        COMPLETE,
        /** Longer than is received before a handler asks for it, or than the handler accepts. */
        FULL,
        /** The memory for requests is exhausted. */
        NO_ROOM
    }

    /** Appends the next part. */
    Progress append(ByteBuf part, boolean last) {
        int count = part.readableBytes();
        if (outcome.isDone()) {
            // no reader needs the rest, and the wait for the peer to accept the response continues
            return Progress.GOING_ON;
        }
        if (!hold(count)) {
            return Progress.NO_ROOM;
        }
        if (last && length == 0 && count <= limit) {
            bytes = count == 0 ? NOTHING : ByteBufUtil.getBytes(part);
            length = count;
            outcome.complete(new ReceivedBody.Complete(bytes));
            return Progress.COMPLETE;
        }
        add(part, count);
        if (last && length <= limit) {
            outcome.complete(new ReceivedBody.Complete(length == bytes.length ? bytes : Arrays.copyOf(bytes, length)));
            return Progress.COMPLETE;
        }
        return length > limit ? Progress.FULL : Progress.GOING_ON;
    }

    /** Counts memory held for the request until it ends; returns false when the total limit is reached. */
    boolean hold(int octets) {
        if (octets > 0 && !open.hold(octets)) {
            return false;
        }
        held += octets;
        return true;
    }

    private void add(ByteBuf part, int count) {
        if (count > bytes.length - length) {
            bytes = Arrays.copyOf(bytes, Math.max(length + count, bytes.length * 2));
        }
        part.getBytes(part.readerIndex(), bytes, length, count);
        length += count;
    }

    /** Stops reading until the handler decides how much more to accept. */
    void pause() {
        isReceiving = false;
    }

    boolean isPaused() {
        return !isReceiving;
    }

    boolean isComplete() {
        return !outcome.isCompletedExceptionally()
                && outcome.getNow(new ReceivedBody.TooSlow()) instanceof ReceivedBody.Complete;
    }

    void tooLarge() {
        outcome.complete(new ReceivedBody.TooLarge());
    }

    void tooSlow() {
        outcome.complete(new ReceivedBody.TooSlow());
    }

    void broken() {
        outcome.completeExceptionally(new ConnectionBrokenException("the peer went away within its request"));
    }

    /** Releases its memory. */
    void release() {
        open.released(held);
        held = 0;
        bytes = NOTHING;
        length = 0;
    }

    /** Receives the whole body up to a limit; waits for the part that has not arrived. */
    ReceivedBody receive(int most) throws ConnectionBrokenException {
        if (declared > most) {
            return new ReceivedBody.TooLarge();
        }
        if (!isReceiving && !outcome.isDone()) {
            loop.execute(() -> resume(most));
        }
        ReceivedBody received = await(outcome);
        return received instanceof ReceivedBody.Complete(byte[] all) && all.length > most
                ? new ReceivedBody.TooLarge()
                : received;
    }

    private void resume(int most) {
        if (isReceiving) {
            return;
        }
        if (length > most) {
            tooLarge();
        } else {
            limit = most;
            isReceiving = true;
            more.run();
        }
    }

    private static ReceivedBody await(CompletableFuture<ReceivedBody> outcome) throws ConnectionBrokenException {
        try {
            return outcome.join();
        } catch (CompletionException broken) {
            throw new ConnectionBrokenException("the peer went away within its request", cause(broken));
        }
    }

    private static Throwable cause(CompletionException broken) {
        @Nullable Throwable cause = broken.getCause();
        return cause == null ? broken : cause;
    }
}
