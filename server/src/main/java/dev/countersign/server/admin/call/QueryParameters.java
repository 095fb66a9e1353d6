package dev.countersign.server.admin.call;

import dev.countersign.base.text.NearestName;
import dev.countersign.core.oauth.PlainText;
import dev.countersign.server.web.ProblemDetails.FieldError;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The parameters of a URL while they are read; problems are collected, so that all are reported at once. An unknown
 * parameter is a problem too: a misspelt filter would otherwise return too much.
 */
public final class QueryParameters {
    private static final int LONGEST = 2000;
    private static final Instant TOO_LATE = Instant.parse("+10000-01-01T00:00:00Z");

    private final Map<String, String> values = new HashMap<>();
    private final List<FieldError> problems = new ArrayList<>();

    /** Reads the percent-encoded query of a URL. */
    public QueryParameters(String rawQuery) {
        for (String pair : rawQuery.split("&", -1)) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                take(
                        decoded(equals < 0 ? pair : pair.substring(0, equals)),
                        decoded(equals < 0 ? "" : pair.substring(equals + 1)));
            }
        }
    }

    private void take(Optional<String> name, Optional<String> value) {
        if (name.isEmpty() || value.isEmpty()) {
            problems.add(new FieldError("", "malformed", "The query of the URL is not percent-encoded UTF-8."));
        } else if (value.get().length() > LONGEST) {
            problem(name.get(), "out_of_range", "Must not be longer than %s characters.".formatted(LONGEST));
        } else if (!PlainText.isStorable(name.get() + value.get())) {
            problem(name.get(), "malformed", "Must not contain U+0000 or an unpaired surrogate.");
        } else if (values.putIfAbsent(name.get(), value.get()) != null) {
            problem(name.get(), "duplicate", "The parameter is repeated; send it once.");
        }
    }

    private static Optional<String> decoded(String text) {
        try {
            return Optional.of(URLDecoder.decode(text, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    /** Reports parameters other than these. */
    public void allow(Set<String> names) {
        for (String name : values.keySet()) {
            if (!names.contains(name)) {
                problem(
                        name,
                        "unknown_parameter",
                        NearestName.among(names, name)
                                .map("There is no such parameter; did you mean \"%s\"?"::formatted)
                                .orElse("There is no such parameter."));
            }
        }
    }

    /** The text; empty when it is absent or empty. */
    public Optional<String> text(String name) {
        return Optional.ofNullable(values.get(name)).filter(value -> !value.isEmpty());
    }

    /** A text that must be one of these. */
    public Optional<String> choice(String name, List<String> offered) {
        Optional<String> text = text(name);
        if (text.isPresent() && !offered.contains(text.get())) {
            problem(
                    name,
                    "not_allowed",
                    NearestName.among(offered, text.get())
                            .map("There is no such value; did you mean \"%s\"?"::formatted)
                            .orElse("Must be one of %s.".formatted(String.join(", ", offered))));
        }
        return text;
    }

    /** A switch: {@code true}, {@code false}, or the bare name for true. */
    public boolean flag(String name) {
        String value = values.get(name);
        if (value != null && !Set.of("", "true", "false").contains(value)) {
            problem(name, "wrong_type", "Must be true or false.");
        }
        return value != null && !value.equals("false");
    }

    /** A whole number within bounds. */
    public int number(String name, int fallback, int least, int greatest) {
        Optional<String> text = text(name);
        Optional<Integer> number = text.filter(digits -> digits.matches("[0-9]{1,9}"))
                .map(Integer::valueOf)
                .filter(value -> value >= least && value <= greatest);
        if (text.isPresent() && number.isEmpty()) {
            problem(name, "out_of_range", "Must be a whole number from %s to %s.".formatted(least, greatest));
        }
        return number.orElse(fallback);
    }

    /** A time with its offset. */
    public Optional<Instant> time(String name) {
        return text(name).flatMap(text -> {
            try {
                // an unencoded plus sign arrives as a space
                Instant time = OffsetDateTime.parse(text.replace(' ', '+')).toInstant();
                if (!time.isBefore(Instant.EPOCH) && time.isBefore(TOO_LATE)) {
                    return Optional.of(time);
                }
                problem(name, "out_of_range", "Must be within the years 1970 to 9999.");
                return Optional.empty();
            } catch (DateTimeException malformed) {
                problem(name, "malformed", "Must be a time with an offset, such as 2030-01-31T12:00:00Z.");
                return Optional.empty();
            }
        });
    }

    public void problem(String name, String code, String detail) {
        problems.add(new FieldError("/" + name.replace("~", "~0").replace("/", "~1"), code, detail));
    }

    public List<FieldError> problems() {
        return List.copyOf(problems);
    }
}
