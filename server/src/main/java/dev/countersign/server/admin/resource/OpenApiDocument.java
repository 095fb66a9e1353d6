package dev.countersign.server.admin.resource;

import dev.countersign.server.transport.Header;
import dev.countersign.server.transport.ServerResponse;
import dev.countersign.server.web.Responses;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * The description of the API (OpenAPI 3.1). It is public: it contains nothing that the sources do not, and tools fetch
 * it without a token.
 */
public final class OpenApiDocument {
    /** Its path below the root of the API. */
    public static final String NAME = "openapi.json";

    private static final String RESOURCE = "/openapi/" + NAME;
    /** Revalidated each time, because an upgrade of the server may change it. */
    private static final Header REVALIDATE = new Header("Cache-Control", "no-cache");

    private final byte[] json;

    private OpenApiDocument(byte[] json) {
        this.json = json;
    }

    public static OpenApiDocument load() {
        return new OpenApiDocument(bytes());
    }

    /** The description as it is shipped. */
    public static byte[] bytes() {
        try (InputStream in = OpenApiDocument.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(RESOURCE + " is not on the class path");
            }
            return in.readAllBytes();
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }

    public void send(ServerResponse response) {
        response.header(Responses.JSON).header(REVALIDATE).send(json);
    }
}
