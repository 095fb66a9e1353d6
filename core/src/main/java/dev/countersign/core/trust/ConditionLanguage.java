package dev.countersign.core.trust;

import dev.cel.checker.CelStandardDeclarations;
import dev.cel.checker.CelStandardDeclarations.StandardFunction;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import dev.cel.runtime.Program;

/**
 * CEL with the one variable {@code claims}, a map, and bounds on what an evaluation may cost whatever the claims hold:
 * few iterations, and nothing that makes a string or a list longer than the claims have it, so neither {@code +} nor
 * {@code map} and {@code filter}. A class of its own, because making it takes a while and many installations have no
 * condition at all.
 */
final class ConditionLanguage {
    /** The variable that holds the claims. */
    static final String CLAIMS = "claims";

    private static final int MOST_ITERATIONS = 200;

    private static final CelOptions BOUNDS = CelOptions.current()
            .maxExpressionCodePointSize(4096)
            .maxParseRecursionDepth(32)
            .comprehensionMaxIterations(MOST_ITERATIONS)
            .maxRegexProgramSize(1000)
            // A claim may be written 5 or 5.0; both are the same number.
            .enableHeterogeneousNumericComparisons(true)
            .build();

    private static final CelCompiler COMPILER = CelCompilerFactory.standardCelCompilerBuilder()
            .setOptions(BOUNDS)
            .setStandardMacros(
                    CelStandardMacro.HAS, CelStandardMacro.ALL, CelStandardMacro.EXISTS, CelStandardMacro.EXISTS_ONE)
            .setStandardEnvironmentEnabled(false)
            .setStandardDeclarations(CelStandardDeclarations.newBuilder()
                    .excludeFunctions(StandardFunction.ADD)
                    .build())
            .addVar(CLAIMS, MapType.create(SimpleType.STRING, SimpleType.DYN))
            .setResultType(SimpleType.BOOL)
            .build();

    private static final CelRuntime RUNTIME =
            CelRuntimeFactory.plannerRuntimeBuilder().setOptions(BOUNDS).build();

    private ConditionLanguage() {}

    /** The expression with its types checked. */
    static CelAbstractSyntaxTree check(String expression) throws CelValidationException {
        return COMPILER.compile(expression).getAst();
    }

    /** The expression ready to be evaluated. */
    static Program program(CelAbstractSyntaxTree checked) throws CelEvaluationException {
        return RUNTIME.createProgram(checked);
    }
}
