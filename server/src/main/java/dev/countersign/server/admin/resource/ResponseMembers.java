package dev.countersign.server.admin.resource;

import dev.countersign.server.operation.Problem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Members of responses in addition to the resource itself. */
final class ResponseMembers {
    private ResponseMembers() {}

    /** The document with its warnings. */
    static Map<String, Object> withWarnings(Map<String, Object> document, List<Problem> warnings) {
        var answer = new LinkedHashMap<>(document);
        answer.put("warnings", warnings.stream().map(ResponseMembers::warning).toList());
        return answer;
    }

    private static Map<String, Object> warning(Problem problem) {
        var warning = new LinkedHashMap<String, Object>();
        warning.put("pointer", problem.pointer());
        warning.put("code", problem.code());
        warning.put("detail", problem.detail());
        return warning;
    }
}
