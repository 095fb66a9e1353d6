package dev.countersign.core.trust;

import dev.cel.common.CelValidationException;
import dev.cel.common.Operator;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.CelCall;
import dev.cel.common.ast.CelExpr.ExprKind;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The judge of whether a condition leaves no way around a pin. It knows the few forms that surely do and takes every
 * other one, such as a negation or a ternary, for one that does not: a doubt is never an open door.
 */
public final class TenantConstraints {
    private TenantConstraints() {}

    /**
     * Whether claims that meet the condition always meet a pin that is accepted.
     *
     * @param expression a condition; one that does not compile pins nothing
     */
    public static boolean isPinned(String expression, Predicate<Pin> accepted) {
        try {
            return isPinned(ConditionLanguage.check(expression).getExpr(), accepted);
        } catch (CelValidationException invalid) {
            return false;
        }
    }

    private static boolean isPinned(CelExpr expression, Predicate<Pin> accepted) {
        if (expression.getKind() != ExprKind.Kind.CALL) {
            return false;
        }
        CelCall call = expression.call();
        if (isOperator(call, Operator.LOGICAL_AND)) {
            return call.args().stream().anyMatch(part -> isPinned(part, accepted));
        }
        if (isOperator(call, Operator.LOGICAL_OR)) {
            return call.args().stream().allMatch(part -> isPinned(part, accepted));
        }
        List<Pin> pins = pins(call);
        return !pins.isEmpty() && pins.stream().allMatch(pin -> !pin.literal().isBlank() && accepted.test(pin));
    }

    /** The pins of which one holds wherever this comparison does; none when it is of another form. */
    private static List<Pin> pins(CelCall call) {
        if (isOperator(call, Operator.EQUALS) && call.args().size() == 2) {
            CelExpr one = call.args().getFirst();
            CelExpr other = call.args().getLast();
            return claim(one).isPresent() ? equal(one, List.of(other)) : equal(other, List.of(one));
        }
        if (isOperator(call, Operator.IN)
                && call.args().size() == 2
                && call.args().getLast().getKind() == ExprKind.Kind.LIST) {
            return equal(call.args().getFirst(), call.args().getLast().list().elements());
        }
        if (call.function().equals("startsWith") && call.args().size() == 1) {
            return call.target()
                    .flatMap(TenantConstraints::claim)
                    .flatMap(claim -> literal(call.args().getFirst())
                            .<List<Pin>>map(literal -> List.of(new Pin.Prefix(claim, literal))))
                    .orElse(List.of());
        }
        return List.of();
    }

    private static List<Pin> equal(CelExpr compared, List<CelExpr> values) {
        Optional<String> claim = claim(compared);
        List<Pin> pins = values.stream()
                .flatMap(value -> literal(value).stream())
                .<Pin>map(literal -> new Pin.Equal(claim.orElse(""), literal))
                .toList();
        return claim.isPresent() && pins.size() == values.size() ? pins : List.of();
    }

    /** The name of the claim when this is {@code claims.name} or {@code claims["name"]}. */
    private static Optional<String> claim(CelExpr expression) {
        if (expression.getKind() == ExprKind.Kind.SELECT
                && !expression.select().testOnly()
                && isClaims(expression.select().operand())) {
            return Optional.of(expression.select().field());
        }
        if (expression.getKind() == ExprKind.Kind.CALL
                && isOperator(expression.call(), Operator.INDEX)
                && isClaims(expression.call().args().getFirst())) {
            return literal(expression.call().args().getLast());
        }
        return Optional.empty();
    }

    /** Macros may give the name to a variable of their own, but their bodies are never looked into. */
    private static boolean isClaims(CelExpr expression) {
        return expression.getKind() == ExprKind.Kind.IDENT
                && expression.ident().name().equals(ConditionLanguage.CLAIMS);
    }

    private static Optional<String> literal(CelExpr expression) {
        if (expression.getKind() != ExprKind.Kind.CONSTANT) {
            return Optional.empty();
        }
        CelConstant constant = expression.constant();
        return switch (constant.getKind()) {
            case STRING_VALUE -> Optional.of(constant.stringValue());
            case INT64_VALUE -> Optional.of(Long.toString(constant.int64Value()));
            default -> Optional.empty();
        };
    }

    private static boolean isOperator(CelCall call, Operator operator) {
        return call.function().equals(operator.getFunction());
    }
}
