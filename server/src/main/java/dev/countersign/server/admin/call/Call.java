package dev.countersign.server.admin.call;

import dev.countersign.server.operation.Administrator;
import dev.countersign.server.operation.ExpectedVersion;
import java.util.Map;

/**
 * One request that passed the gate.
 *
 * @param path of the collection or resource, for links
 * @param ids the variable segments of the path by name
 * @param expected the versions permitted by {@code If-Match}
 * @param wantsLines whether JSON lines are preferred to one document
 * @param body the JSON object of the request; empty when there is none and none is needed
 */
public record Call(
        Administrator administrator,
        String path,
        Map<String, String> ids,
        QueryParameters query,
        ExpectedVersion expected,
        boolean wantsLines,
        Map<String, Object> body) {

    /** The variable segment of this name. */
    public String id(String name) {
        String id = ids.get(name);
        if (id == null) {
            throw new IllegalStateException("the path has no segment " + name);
        }
        return id;
    }

    @Override
    public String toString() {
        return "Call[%s]".formatted(path);
    }
}
