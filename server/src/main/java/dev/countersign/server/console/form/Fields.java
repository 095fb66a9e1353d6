package dev.countersign.server.console.form;

import dev.countersign.server.operation.Problem;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A form as displayed: the values of its fields, and its problems. A field of a JSON document is named by its JSON
 * pointer (RFC 6901), which associates problems with fields.
 */
public record Fields(Form form, List<Problem> problems) {
    /** The pointer of an element of a list, or of a member of one, after that of the list. */
    private static final Pattern ELEMENT = Pattern.compile("/(?<index>[0-9]{1,6})(?:/(?<member>.+))?");

    public Fields {
        problems = List.copyOf(problems);
    }

    /** An empty form. */
    public static Fields empty() {
        return new Fields(Form.EMPTY, List.of());
    }

    /** A form that shows these values. */
    public static Fields of(Map<String, List<String>> values) {
        return new Fields(new Form(values, Map.of()), List.of());
    }

    /** A submitted form with problems. A submitted private key is not displayed again. */
    public static Fields of(Form sent, List<Problem> problems) {
        return new Fields(sent.withoutPrivateKeys(), problems);
    }

    /** The value of a field. */
    public String value(String name) {
        return String.join("\n", form.all(name));
    }

    /** Whether one of the values of a field is this one, such as whether a box is checked. */
    public boolean has(String name, String value) {
        return form.all(name).contains(value);
    }

    /** The {@code id} of the element of a field. */
    public String id(String name) {
        return "field" + name.replaceAll("[^A-Za-z0-9]+", "-");
    }

    /** The {@code id} of the element of one choice of a field. */
    public String id(String name, String value) {
        return id(name) + "-is-" + value.replaceAll("[^A-Za-z0-9]+", "-");
    }

    /** The {@code aria-describedby} of a field; absent when there is nothing to refer to. */
    @Nullable
    public String describedBy(String name, boolean hint) {
        String ids = (hint ? id(name) + "-hint " : "") + (hasProblem(name) ? id(name) + "-fault" : "");
        return ids.isEmpty() ? null : ids.strip();
    }

    public boolean hasProblem(String name) {
        return problems.stream().anyMatch(problem -> concerns(name, problem));
    }

    /** The problems of a field and of fields below it. */
    public List<String> problems(String name) {
        return problems.stream()
                .filter(problem -> concerns(name, problem))
                .map(Problem::detail)
                .toList();
    }

    /** The same, where the message for an empty field uses its label. */
    public List<String> problems(String name, String label) {
        return problems(name, label, Problem::detail);
    }

    /** The same for a field with one element of a list per line: a problem of an element names its line. */
    public List<String> problemsOfLines(String name, String label) {
        List<Integer> numbers = lineNumbers(name);
        return problems(name, label, problem -> atLine(name, numbers, problem));
    }

    private List<String> problems(String name, String label, Function<Problem, String> text) {
        boolean blank = !label.isEmpty() && value(name).isBlank();
        return problems.stream()
                .filter(problem -> concerns(name, problem))
                .map(problem -> blank && problem.pointer().equals(name) && isAboutAbsence(problem)
                        ? "Enter the " + lowerCase(label) + "."
                        : text.apply(problem))
                .distinct()
                .toList();
    }

    private static String atLine(String name, List<Integer> numbers, Problem problem) {
        Matcher element = ELEMENT.matcher(problem.pointer().substring(name.length()));
        int index = element.matches() ? Integer.parseInt(element.group("index")) : numbers.size();
        if (index >= numbers.size()) {
            return problem.detail();
        }
        String member = element.group("member");
        return "Line %s%s: %s".formatted(numbers.get(index), member == null ? "" : ", " + member, problem.detail());
    }

    /** The numbers of the lines that are not blank. */
    private List<Integer> lineNumbers(String name) {
        List<String> lines = value(name).lines().toList();
        return IntStream.range(0, lines.size())
                .filter(i -> !lines.get(i).isBlank())
                .mapToObj(i -> i + 1)
                .toList();
    }

    private static boolean isAboutAbsence(Problem problem) {
        return problem.code().equals("required") || problem.code().equals("malformed");
    }

    /** A label within a sentence: its first letter is lower case unless it begins an abbreviation. */
    private static String lowerCase(String label) {
        boolean abbreviation = label.length() > 1 && Character.isUpperCase(label.charAt(1));
        return abbreviation ? label : label.substring(0, 1).toLowerCase(Locale.ROOT) + label.substring(1);
    }

    /** A field's number of seconds in larger units, as a sentence to follow a hint; empty when there is none. */
    public String inLargerUnits(String name) {
        String value = value(name);
        if (!value.matches("[0-9]{1,9}")) {
            return "";
        }
        Duration length = Duration.ofSeconds(Long.parseLong(value));
        String text = TimeText.length(length);
        return text.equals(TimeText.seconds(length)) ? "" : " " + TimeText.seconds(length) + " are " + text + ".";
    }

    /** The problems that belong to no submitted field. */
    public List<String> otherProblems() {
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
