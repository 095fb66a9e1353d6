package dev.countersign.server.console.form;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Values that a link proposes for a form of settings. They are shown in the form and saved by nobody but the person who
 * submits it.
 *
 * @param values by the name of the field
 */
public record Proposal(Map<String, List<String>> values) {

    /** Fields that a link may fill; what else a form has, a person enters. */
    private static final Set<String> FIELDS = Set.of(
            "/alias",
            "/audiences",
            "/algorithms",
            "/types",
            "/clock_skew_seconds",
            "/max_lifetime_seconds",
            "/trusted_token_issuers",
            "/scopes");

    /** The proposed values of a query. */
    public static Proposal of(Form query) {
        var values = new LinkedHashMap<String, List<String>>();
        query.values().forEach((name, given) -> {
            if (FIELDS.contains(name)) {
                values.put(name, given);
            }
        });
        return new Proposal(values);
    }

    public boolean isEmpty() {
        return values.isEmpty();
    }

    /** The form with the proposed values of its fields; names of other fields are ignored. */
    public Fields in(Fields shown) {
        var all = new LinkedHashMap<>(shown.form().values());
        values.forEach((name, proposed) -> all.computeIfPresent(name, (_, _) -> proposed));
        return new Fields(new Form(all, shown.form().files()), shown.problems());
    }

    /** The link to the page of the form with these values. */
    public String link(String path) {
        return values.entrySet().stream()
                .flatMap(
                        field -> field.getValue().stream().map(value -> encoded(field.getKey()) + "=" + encoded(value)))
                .collect(Collectors.joining("&", path + "?", ""));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
