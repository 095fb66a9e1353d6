package dev.countersign.server.preset;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One form of the {@code iss} value of a kind of issuer, and the corresponding location of its keys. Parameters are in
 * braces.
 *
 * @param issuer such as <code>https://{domain}/</code>
 * @param jwksUrl with the same parameters
 */
public record IssuerForm(String issuer, String jwksUrl) {
    private static final Pattern VARIABLE = Pattern.compile("\\{([a-z_]+)}");

    /** The names of the parameters, in order of occurrence. */
    public List<String> parameters() {
        return VARIABLE.matcher(issuer)
                .results()
                .map((MatchResult match) -> match.group(1))
                .distinct()
                .toList();
    }

    /** The {@code iss} value with these parameters. */
    String issuerOf(Map<String, String> values) {
        return filled(issuer, values);
    }

    /** The JWKS URL with these parameters. */
    String jwksUrlOf(Map<String, String> values) {
        return filled(jwksUrl, values);
    }

    /** Fills in the values; a value with a trailing slash does not cause a double one. */
    private static String filled(String template, Map<String, String> values) {
        return VARIABLE.matcher(template).replaceAll(match -> {
            String value = values.getOrDefault(match.group(1), "");
            boolean slashFollows = template.startsWith("/", match.end());
            return Matcher.quoteReplacement(
                    slashFollows && value.endsWith("/") ? value.substring(0, value.length() - 1) : value);
        });
    }

    /** The values of the parameters in an {@code iss} value of this form; empty when it does not match. */
    Optional<Map<String, String>> match(String value, Function<String, ParameterKind> kinds) {
        Matcher matcher = Pattern.compile(pattern(kinds)).matcher(value);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        var values = new TreeMap<String, String>();
        List<String> names = parameters();
        for (int i = 0; i < names.size(); i++) {
            values.put(names.get(i), matcher.group(i + 1));
        }
        return Optional.of(values);
    }

    private String pattern(Function<String, ParameterKind> kinds) {
        List<String> literals = List.of(VARIABLE.split(issuer, -1));
        List<String> names = parameters();
        var pattern = new StringBuilder(Pattern.quote(literals.getFirst()));
        for (int i = 0; i < names.size(); i++) {
            pattern.append('(').append(kinds.apply(names.get(i)).expression()).append(')');
            pattern.append(Pattern.quote(literals.get(i + 1)));
        }
        return pattern.toString();
    }

    /** The names of the parameters as a list for people. */
    String described() {
        List<String> names = parameters();
        return names.isEmpty() ? "none" : names.stream().collect(Collectors.joining(" and "));
    }
}
