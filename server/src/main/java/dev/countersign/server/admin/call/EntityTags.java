package dev.countersign.server.admin.call;

import dev.countersign.server.operation.ExpectedVersion;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Strong entity tags, derived from versions (RFC 9110 §8.8.3). */
public final class EntityTags {
    private static final Pattern STRONG = Pattern.compile("(?<!W/)\"([\\x21\\x23-\\x7E]*)\"");

    private EntityTags() {}

    public static String of(String version) {
        return '"' + version + '"';
    }

    /**
     * The versions permitted by {@code If-Match} (RFC 9110 §13.1.1). Weak and malformed tags never match.
     *
     * @param values values of the header, one per field line
     */
    public static ExpectedVersion expected(List<String> values) {
        if (values.isEmpty() || values.stream().anyMatch(value -> value.strip().equals("*"))) {
            return new ExpectedVersion.Any();
        }
        return new ExpectedVersion.OneOf(values.stream()
                .flatMap(value -> STRONG.matcher(value).results())
                .map((MatchResult tag) -> tag.group(1))
                .toList());
    }
}
