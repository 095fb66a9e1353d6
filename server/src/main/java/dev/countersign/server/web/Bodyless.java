package dev.countersign.server.web;

import java.io.IOException;
import java.io.OutputStream;

/** The body of an answer to HEAD, which is none (RFC 9110 §9.3.2). */
final class Bodyless extends OutputStream {
    private final OutputStream connection;

    Bodyless(OutputStream connection) {
        this.connection = connection;
    }

    @Override
    public void write(int octet) {}

    @Override
    public void write(byte[] octets, int offset, int length) {}

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
