package dev.countersign.server.diagnosis;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/** Writer of a compressed archive of a few small files, in the ustar format (POSIX.1-1988). */
final class TarGzip {
    private static final int BLOCK = 512;
    private static final int NAME_BYTES = 100;
    private static final int CHECKSUM = 148;

    private TarGzip() {}

    /**
     * The archive of these files, in their order and readable by their owner only.
     *
     * @param at the time of the files
     */
    static byte[] of(Map<String, byte[]> files, Instant at) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(bytes)) {
            for (var file : files.entrySet()) {
                out.write(header(file.getKey(), file.getValue().length, at));
                padded(out, file.getValue());
            }
            out.write(new byte[2 * BLOCK]);
        }
        return bytes.toByteArray();
    }

    private static void padded(OutputStream out, byte[] content) throws IOException {
        out.write(content);
        out.write(new byte[(BLOCK - content.length % BLOCK) % BLOCK]);
    }

    private static byte[] header(String name, int size, Instant at) {
        byte[] text = name.getBytes(StandardCharsets.US_ASCII);
        if (text.length >= NAME_BYTES) {
            throw new IllegalArgumentException("a name is too long for the format");
        }
        byte[] header = new byte[BLOCK];
        put(header, 0, text);
        put(header, 100, octal(0600, 7));
        put(header, 108, octal(0, 7));
        put(header, 116, octal(0, 7));
        put(header, 124, octal(size, 11));
        put(header, 136, octal(at.getEpochSecond(), 11));
        Arrays.fill(header, CHECKSUM, CHECKSUM + 8, (byte) ' ');
        header[156] = '0';
        put(header, 257, "ustar\00000".getBytes(StandardCharsets.US_ASCII));
        int sum = 0;
        for (byte each : header) {
            sum += each & 0xFF;
        }
        put(header, CHECKSUM, octal(sum, 6));
        header[CHECKSUM + 6] = 0;
        return header;
    }

    private static byte[] octal(long number, int digits) {
        String text = String.format(Locale.ROOT, "%" + digits + "s", Long.toOctalString(number))
                .replace(' ', '0');
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static void put(byte[] header, int at, byte[] field) {
        System.arraycopy(field, 0, header, at, field.length);
    }
}
