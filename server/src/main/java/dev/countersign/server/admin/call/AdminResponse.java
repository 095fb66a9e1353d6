package dev.countersign.server.admin.call;

import dev.countersign.server.web.ProblemDetails;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a request is answered with. */
public sealed interface AdminResponse {

    /** A JSON object. */
    record Json(int status, Map<String, Object> body, Map<String, String> headers) implements AdminResponse {
        /** The same with one more header. */
        public Json with(String header, String value) {
            var more = new LinkedHashMap<>(headers);
            more.put(header, value);
            return new Json(status, body, more);
        }
    }

    /** JSON objects, one a line, read while they are written. */
    record Lines(LinePages pages) implements AdminResponse {}

    /** Done, and nothing to say (204). */
    record Empty() implements AdminResponse {}

    /** What is wrong (RFC 9457). */
    record Refused(ProblemDetails problem) implements AdminResponse {}

    /** The resource as it is. */
    static Json ok(Map<String, Object> body) {
        return new Json(200, body, Map.of());
    }

    /** A new resource, and where it is from now on. */
    static Json created(Map<String, Object> body, String location) {
        return new Json(201, body, Map.of("Location", location));
    }
}
