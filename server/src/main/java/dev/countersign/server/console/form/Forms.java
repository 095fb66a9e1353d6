package dev.countersign.server.console.form;

import dev.countersign.core.jose.json.Parsed;
import dev.countersign.server.transport.ReceivedBody;
import dev.countersign.server.transport.ServerRequest;
import dev.countersign.server.transport.limit.TransportLimits;
import dev.countersign.server.web.FormBody;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.fileupload.FileItemIterator;
import org.apache.commons.fileupload.FileItemStream;
import org.apache.commons.fileupload.FileUpload;
import org.apache.commons.fileupload.FileUploadException;
import org.apache.commons.fileupload.UploadContext;

/** The reader of forms: {@code application/x-www-form-urlencoded}, and {@code multipart/form-data} (RFC 7578) with files. */
public final class Forms {
    private static final int LONGEST = 1 << 20;
    private static final int LONGEST_WITHOUT_SESSION = TransportLimits.EAGER_BODY;
    private static final int MOST_PARTS = 200;
    private static final String MULTIPART = "multipart/form-data";

    private Forms() {}

    /** Result of reading a form. */
    public sealed interface Reading {
        record Read(Form form) implements Reading {}

        /** Failure: the body is larger than the limit. */
        record TooLarge() implements Reading {}

        /** Failure: the body is not a form. */
        record Unreadable() implements Reading {}
    }

    /**
     * Reads the body of a request, once.
     *
     * @param signedIn whether a session was presented; pages without a session have only a few fields
     */
    public static Reading read(ServerRequest request, boolean signedIn) throws IOException {
        String type = request.headers().first("Content-Type").orElse("");
        String name = request.headers().mediaTypes().stream().findFirst().orElse("");
        if (!name.equals(FormBody.MEDIA_TYPE) && !name.equals(MULTIPART)) {
            return new Reading.Unreadable();
        }
        return switch (request.body(signedIn ? LONGEST : LONGEST_WITHOUT_SESSION)) {
            case ReceivedBody.TooLarge() -> new Reading.TooLarge();
            case ReceivedBody.TooSlow() -> new Reading.Unreadable();
            case ReceivedBody.Complete(var body) ->
                name.equals(FormBody.MEDIA_TYPE) ? urlEncoded(body) : multipart(type, body);
        };
    }

    /** Reads the query of a request, with the fields of a form submitted by GET. */
    public static Optional<Form> ofQuery(String rawQuery) {
        return urlEncoded(rawQuery.getBytes(StandardCharsets.ISO_8859_1)) instanceof Reading.Read(Form form)
                ? Optional.of(form)
                : Optional.empty();
    }

    private static Reading urlEncoded(byte[] body) {
        return switch (FormBody.decode(body)) {
            case Parsed.Read(FormBody decoded) -> {
                var values = new LinkedHashMap<String, List<String>>();
                decoded.forEach((name, value) ->
                        values.computeIfAbsent(name, _ -> new ArrayList<>()).add(value));
                yield new Reading.Read(new Form(values, Map.of()));
            }
            case Parsed.Unreadable<?> _ -> new Reading.Unreadable();
        };
    }

    private static Reading multipart(String type, byte[] body) throws IOException {
        var values = new LinkedHashMap<String, List<String>>();
        var files = new LinkedHashMap<String, List<Upload>>();
        try {
            FileItemIterator parts = new FileUpload().getItemIterator(new Body(type, body));
            int count = 0;
            while (parts.hasNext()) {
                FileItemStream part = parts.next();
                count++;
                if (count > MOST_PARTS || part.getFieldName() == null) {
                    return new Reading.Unreadable();
                }
                byte[] content;
                try (InputStream in = part.openStream()) {
                    content = in.readAllBytes();
                }
                String name = part.getFieldName();
                if (part.isFormField()) {
                    values.computeIfAbsent(name, _ -> new ArrayList<>())
                            .add(new String(content, StandardCharsets.UTF_8));
                } else if (content.length > 0) {
                    files.computeIfAbsent(name, _ -> new ArrayList<>())
                            .add(new Upload(Optional.ofNullable(part.getName()).orElse(""), content));
                }
            }
        } catch (FileUploadException | IOException malformed) {
            // the body is complete in memory, so a failure here is caused by its content
            return new Reading.Unreadable();
        }
        return new Reading.Read(new Form(values, files));
    }

    /** Adapter of a body for the upload library. */
    private static final class Body implements UploadContext {
        private final String type;
        private final byte[] content;

        Body(String type, byte[] content) {
            this.type = type;
            this.content = content;
        }

        @Override
        public String getCharacterEncoding() {
            return StandardCharsets.UTF_8.name();
        }

        @Override
        public String getContentType() {
            return type;
        }

        @Override
        public long contentLength() {
            return content.length;
        }

        @Override
        @Deprecated
        public int getContentLength() {
            return content.length;
        }

        @Override
        public InputStream getInputStream() {
            return new ByteArrayInputStream(content);
        }
    }
}
