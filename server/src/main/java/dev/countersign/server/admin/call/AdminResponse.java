package dev.countersign.server.admin.call;

import dev.countersign.server.web.ProblemDetails;
import java.util.LinkedHashMap;
import java.util.Map;

/** Response of the REST API. */
public sealed interface AdminResponse {

    /** A JSON object. */
    record Json(int status, Map<String, Object> body, Map<String, String> headers) implements AdminResponse {
        /** The same response with one more header. */
        public Json with(String header, String value) {
            var more = new LinkedHashMap<>(headers);
            more.put(header, value);
            return new Json(status, body, more);
        }
    }

    /** JSON objects, one per line, read while they are written. */
    record Lines(LinePages pages) implements AdminResponse {}

    /** Success without content (204). */
    record Empty() implements AdminResponse {}

    /** Problem response (RFC 9457). */
    record Refused(ProblemDetails problem) implements AdminResponse {}

    /** The current resource. */
    static Json ok(Map<String, Object> body) {
        return new Json(200, body, Map.of());
    }

    /** A new resource and its location. */
    static Json created(Map<String, Object> body, String location) {
        return new Json(201, body, Map.of("Location", location));
    }
}
