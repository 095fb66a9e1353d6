package dev.countersign.core.trust;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.navigation.CelNavigableAst;
import dev.countersign.core.jose.json.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The claims that a condition refers to, such as {@code claims.address.country}, which are shown to an administrator
 * when the condition is not met.
 *
 * @param paths the names below {@code claims}, none of them a prefix of another
 */
record ClaimPaths(List<List<String>> paths) {
    private static final int LONGEST_VALUE = 100;
    private static final String INDEX = "_[_]";

    static ClaimPaths of(CelAbstractSyntaxTree condition) {
        List<List<String>> all = CelNavigableAst.fromAst(condition)
                .getRoot()
                .allNodes()
                .map(node -> path(node.expr()))
                .flatMap(Optional::stream)
                .filter(path -> !path.isEmpty())
                .distinct()
                .toList();
        return new ClaimPaths(all.stream()
                .filter(path -> all.stream().noneMatch(other -> isBeginning(path, other)))
                .toList());
    }

    /** The names of all claims that a condition reads; empty when it may read any, as by {@code claims[claims.x]}. */
    static Optional<Set<String>> names(CelAbstractSyntaxTree condition) {
        List<Optional<String>> read = CelNavigableAst.fromAst(condition)
                .getRoot()
                .allNodes()
                .filter(node -> path(node.expr()).filter(List::isEmpty).isPresent())
                .map(node -> node.parent()
                        .flatMap(parent -> path(parent.expr()))
                        .filter(path -> path.size() == 1)
                        .map(List::getFirst))
                .toList();
        return read.stream().allMatch(Optional::isPresent)
                ? Optional.of(read.stream().flatMap(Optional::stream).collect(Collectors.toSet()))
                : Optional.empty();
    }

    private static boolean isBeginning(List<String> path, List<String> other) {
        return path.size() < other.size() && other.subList(0, path.size()).equals(path);
    }

    /** Empty for an expression that is not a path below {@code claims}. */
    private static Optional<List<String>> path(CelExpr expression) {
        return switch (expression.getKind()) {
            case IDENT ->
                expression.ident().name().equals(ConditionLanguage.CLAIMS) ? Optional.of(List.of()) : Optional.empty();
            case SELECT ->
                path(expression.select().operand())
                        .map(before -> longer(before, expression.select().field()));
            case CALL -> indexed(expression.call());
            default -> Optional.empty();
        };
    }

    private static Optional<List<String>> indexed(CelExpr.CelCall call) {
        if (!call.function().equals(INDEX) || call.args().size() != 2) {
            return Optional.empty();
        }
        CelExpr index = call.args().get(1);
        return index.getKind() == CelExpr.ExprKind.Kind.CONSTANT
                        && index.constant().getKind() == CelConstant.Kind.STRING_VALUE
                ? path(call.args().getFirst())
                        .map(before -> longer(before, index.constant().stringValue()))
                : Optional.empty();
    }

    private static List<String> longer(List<String> path, String name) {
        var longer = new ArrayList<>(path);
        longer.add(name);
        return List.copyOf(longer);
    }

    /** Description of the values at these paths: {@code claims.email_verified is false}. */
    String describe(Map<String, Object> claims) {
        return paths.stream()
                .map(path -> name(path) + " is " + value(path, claims))
                .collect(Collectors.joining(", "));
    }

    private static String name(List<String> path) {
        return ConditionLanguage.CLAIMS + "." + String.join(".", path);
    }

    /** The first of the claims with a string value, in the notation of the condition. */
    Optional<String> text(Map<String, Object> claims) {
        return paths.stream()
                .filter(path -> at(path, claims) instanceof String)
                .findFirst()
                .map(ClaimPaths::name);
    }

    private static String value(List<String> path, Map<String, Object> claims) {
        Object value = at(path, claims);
        return value == null ? "absent" : shortened(json(value));
    }

    private static @Nullable Object at(List<String> path, Map<String, Object> claims) {
        Object value = claims;
        for (String name : path) {
            value = value instanceof Map<?, ?> members && members.containsKey(name) ? members.get(name) : null;
        }
        return value;
    }

    /** The value in JSON. */
    private static String json(Object value) {
        String object = new String(JsonText.write(Map.of("v", value)), StandardCharsets.UTF_8);
        return object.substring("{\"v\":".length(), object.length() - 1);
    }

    private static String shortened(String text) {
        if (text.length() <= LONGEST_VALUE) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(LONGEST_VALUE - 1)) ? LONGEST_VALUE - 1 : LONGEST_VALUE;
        return text.substring(0, end) + "…";
    }
}
