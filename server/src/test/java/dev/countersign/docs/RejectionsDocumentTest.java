package dev.countersign.docs;

import dev.countersign.core.rejection.RejectionCode;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** {@code docs/rejections.md}: every code of refusal, with its meaning and remedy. */
class RejectionsDocumentTest {
    private static final String HEAD = """
            # Codes of refusal

            <!-- Generated from the code by RejectionsDocumentTest. Do not edit; `make docs` updates it. -->

            Every refused token request has one of these codes. The code is in the audit event (`GET /api/v1/audit-events`, by the
            correlation id of the response), in the log, and in the label `code` of the metric `countersign_token_requests_total`.
            The client receives only an OAuth error, which several codes share. A code is never renamed, only retired.

            | code | meaning | what to do |
            |---|---|---|
            """;

    @Test
    void listsEveryCode() {
        String rows = Arrays.stream(RejectionCode.values())
                .map(code -> "| `%s` | %s | %s |".formatted(code.value(), code.title(), code.remedy()))
                .collect(Collectors.joining("\n", "", "\n"));
        GeneratedDocument.check("rejections.md", HEAD + rows);
    }
}
