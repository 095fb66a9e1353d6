package dev.countersign.docs;

import dev.countersign.core.rejection.RejectionCode;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** {@code docs/rejections.md}: every code of refusal, with its meaning and remedy. */
class RejectionsDocumentTest {
    private static final String HEAD = """
            # Codes of refusal

            <!-- Made from the code by RejectionsDocumentTest. Do not edit; `make docs` writes it anew. -->

            Every refused token request has one of these codes. They stand in the audit (`GET /api/v1/audit-events`, found by
            the correlation id of the answer), in the metric `countersign_token_requests_total` and in the log. The caller
            sees only the OAuth error of the family. Codes are never renamed, only retired.

            | code | it means | what to do |
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
