package dev.countersign.server.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** The stream of a body that says when its first bytes are awaited and when its last ones came. */
final class AwaitedBody extends FilterInputStream {
    private final Runnable begin;
    private final Runnable end;
    private boolean begun;

    AwaitedBody(InputStream body, Runnable begin, Runnable end) {
        super(body);
        this.begin = begin;
        this.end = end;
    }

    @Override
    public int read() throws IOException {
        begin();
        return seen(super.read());
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        begin();
        return seen(super.read(buffer, offset, length));
    }

    @Override
    public void close() throws IOException {
        super.close();
        end.run();
    }

    private void begin() {
        if (!begun) {
            begun = true;
            begin.run();
        }
    }

    private int seen(int result) {
        if (result < 0) {
            end.run();
        }
        return result;
    }
}
