package dev.countersign.server.console;

import dev.countersign.server.management.Problem;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A form as it is shown: what is in its fields, and what is wrong with it. A field that belongs to the JSON of something is
 * called by its JSON pointer (RFC 6901), so that a problem finds its field by itself.
 */
record Fields(Form form, List<Problem> problems) {
    Fields {
        problems = List.copyOf(problems);
    }

    /** An empty form. */
    static Fields empty() {
        return new Fields(Form.EMPTY, List.of());
    }

    /** A form that shows these values. */
    static Fields of(Map<String, List<String>> values) {
        return new Fields(new Form(values, Map.of()), List.of());
    }

    /** A form that came back with something wrong in it. A private key that was sent does not come back. */
    static Fields of(Form sent, List<Problem> problems) {
        return new Fields(sent.withoutPrivateKeys(), problems);
    }

    /** What stands in a field. */
    String value(String name) {
        return String.join("\n", form.all(name));
    }

    /** Whether one of the values of a field is this one: whether a box is ticked. */
    boolean has(String name, String value) {
        return form.all(name).contains(value);
    }

    /** The {@code id} of the element of a field. */
    String id(String name) {
        return "field" + name.replaceAll("[^A-Za-z0-9]+", "-");
    }

    /** The {@code id} of the element of one choice of a field. */
    String id(String name, String value) {
        return id(name) + "-is-" + value.replaceAll("[^A-Za-z0-9]+", "-");
    }

    /** What describes a field to those who cannot see it; absent when nothing does. */
    @Nullable
    String describedBy(String name, boolean hint) {
        String ids = (hint ? id(name) + "-hint " : "") + (hasProblem(name) ? id(name) + "-fault" : "");
        return ids.isEmpty() ? null : ids.strip();
    }

    boolean hasProblem(String name) {
        return problems.stream().anyMatch(problem -> concerns(name, problem));
    }

    /** What is wrong with a field or with what is below it. */
    List<String> problems(String name) {
        return problems.stream()
                .filter(problem -> concerns(name, problem))
                .map(Problem::detail)
                .toList();
    }

    /** What is wrong where no field was sent that could be blamed. */
    List<String> otherProblems() {
        return problems.stream()
                .filter(problem -> form.values().keySet().stream().noneMatch(name -> concerns(name, problem)))
                .map(problem -> problem.pointer().isEmpty()
                        ? problem.detail()
                        : problem.pointer().substring(1) + ": " + problem.detail())
                .toList();
    }

    private static boolean concerns(String name, Problem problem) {
        return problem.pointer().equals(name)
                || (name.startsWith("/") && problem.pointer().startsWith(name + "/"));
    }
}
