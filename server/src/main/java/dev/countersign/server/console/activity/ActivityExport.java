package dev.countersign.server.console.activity;

import dev.countersign.core.jose.json.JsonText;
import dev.countersign.server.console.page.PageResponse;
import dev.countersign.server.insight.AuditDocument;
import dev.countersign.server.insight.AuditQuery.Stretch;
import dev.countersign.server.insight.AuditRecord;
import dev.countersign.server.insight.AuditRecords;
import dev.countersign.server.insight.AuditSearchResult;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The audit as a file of any length: it is written while it is read, page by page. */
final class ActivityExport {
    private static final int PAGE = 500;
    private static final Duration TIME_LIMIT = Duration.ofSeconds(2);
    private static final List<String> COLUMNS = List.of(
            "id",
            "at",
            "kind",
            "outcome",
            "stage",
            "action",
            "code",
            "actor",
            "issuer",
            "application",
            "client_id",
            "subject",
            "token_id",
            "correlation_id");

    /** Characters that begin a formula or a command in some spreadsheet, including their full-width forms. */
    private static final String FORMULA_STARTS =
            "=+-@|%\uFF1D\uFF0B\uFF0D\uFF20\uFF5C\uFF05\u2212\uFE62\uFE63\uFE66\uFE6B";

    /** Characters that end an unquoted cell in some reader. */
    private static final String SEPARATORS = ",;\t|\"\n\r\u000B\f\u0085\u2028\u2029";

    private ActivityExport() {}

    /** The file formats. */
    enum Format {
        CSV,
        NDJSON
    }

    static PageResponse.Download of(AuditRecords audit, ActivityFilters filters, Format format) {
        return switch (format) {
            case CSV ->
                new PageResponse.Download("text/csv; charset=utf-8", "audit.csv", out -> {
                    out.write(String.join(",", COLUMNS) + "\r\n");
                    write(audit, filters, out, ActivityExport::csv);
                });
            case NDJSON ->
                new PageResponse.Download(
                        "application/x-ndjson",
                        "audit.ndjson",
                        out -> write(audit, filters, out, ActivityExport::json));
        };
    }

    private interface Line {
        String of(AuditRecord event);
    }

    private static void write(AuditRecords audit, ActivityFilters filters, Writer out, Line line) throws IOException {
        Optional<Stretch> rest = Optional.of(Stretch.backFrom(audit.latest()));
        while (rest.isPresent() && !rest.get().isEmpty()) {
            AuditSearchResult result = audit.search(filters.query(rest.get(), PAGE), TIME_LIMIT);
            for (AuditRecord event : result.found()) {
                out.write(line.of(event));
            }
            out.flush();
            rest = result.rest();
        }
    }

    private static String json(AuditRecord event) {
        return new String(JsonText.write(AuditDocument.of(event)), StandardCharsets.UTF_8) + "\n";
    }

    /** RFC 4180. */
    private static String csv(AuditRecord event) {
        Map<String, Object> document = AuditDocument.of(event);
        return COLUMNS.stream()
                        .map(column -> document.get(column) instanceof String text ? cell(text) : "")
                        .collect(Collectors.joining(","))
                + "\r\n";
    }

    /**
     * A cell that a spreadsheet could take for a formula begins with an apostrophe: its content comes from third
     * parties.
     */
    static String cell(String text) {
        String safe = startsFormula(text) ? "'" + text : text;
        boolean quoted = safe.chars().anyMatch(c -> SEPARATORS.indexOf(c) >= 0);
        return quoted ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
    }

    /**
     * Readers drop white space and invisible characters before the first character; a tab or a line end also counts.
     */
    private static boolean startsFormula(String text) {
        int first = 0;
        while (first < text.length() && isSkipped(text.codePointAt(first))) {
            first += Character.charCount(text.codePointAt(first));
        }
        boolean controlled = text.chars().limit(first).anyMatch(Character::isISOControl);
        return controlled || (first < text.length() && FORMULA_STARTS.indexOf(text.charAt(first)) >= 0);
    }

    private static boolean isSkipped(int codePoint) {
        return Character.isWhitespace(codePoint)
                || Character.isSpaceChar(codePoint)
                || Character.isISOControl(codePoint)
                || Character.getType(codePoint) == Character.FORMAT
                || codePoint == '"'
                || codePoint == '\'';
    }
}
