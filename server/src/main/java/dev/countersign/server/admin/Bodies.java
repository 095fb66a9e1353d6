package dev.countersign.server.admin;

import dev.countersign.core.jose.json.Parsed;
import dev.countersign.core.jose.json.StrictJson;
import dev.countersign.server.admin.call.AdminResponse;
import dev.countersign.server.admin.call.ApiProblems;
import dev.countersign.server.admin.call.Endpoint.Body;
import dev.countersign.server.transport.ReceivedBody;
import dev.countersign.server.transport.ServerRequest;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** The strict reader of JSON request bodies. */
final class Bodies {
    static final int LONGEST = 1 << 20;

    private static final String JSON = "application/json";
    private static final String MERGE_PATCH = "application/merge-patch+json";

    private Bodies() {}

    /** Result of reading a request body. */
    sealed interface Reading {
        record Read(Map<String, Object> members) implements Reading {}

        record Refused(AdminResponse answer) implements Reading {}
    }

    static Reading read(ServerRequest request, Body expected) throws IOException {
        if (expected == Body.NONE || (expected == Body.OPTIONAL && !isSent(request))) {
            return new Reading.Read(Map.of());
        }
        String type = expected == Body.MERGE_PATCH ? MERGE_PATCH : JSON;
        if (!isOfType(request, expected)) {
            return new Reading.Refused(ApiProblems.unsupportedMediaType(type));
        }
        return switch (request.body(LONGEST)) {
            case ReceivedBody.TooLarge() -> new Reading.Refused(ApiProblems.tooLarge());
            case ReceivedBody.TooSlow() -> new Reading.Refused(ApiProblems.tooSlow());
            case ReceivedBody.Complete(var body) -> read(body, expected);
        };
    }

    private static Reading read(byte[] body, Body expected) {
        if (body.length == 0 && expected == Body.OPTIONAL) {
            return new Reading.Read(Map.of());
        }
        return switch (StrictJson.readObject(body)) {
            case Parsed.Read(var members) -> new Reading.Read(members);
            case Parsed.Unreadable(var problem) -> new Reading.Refused(ApiProblems.malformedJson(problem));
        };
    }

    private static boolean isSent(ServerRequest request) {
        return request.headers().contentLength().orElse(0) > 0
                || request.headers().contains("Transfer-Encoding");
    }

    /** RFC 8259 §8.1: JSON is UTF-8; a charset parameter that says so is harmless. */
    private static boolean isOfType(ServerRequest request, Body expected) {
        List<String> types = request.headers().mediaTypes();
        return types.equals(List.of(JSON)) || (expected == Body.MERGE_PATCH && types.equals(List.of(MERGE_PATCH)));
    }
}
