package dev.countersign.core.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.countersign.core.jose.json.JsonNull;
import dev.countersign.core.rejection.CheckOutcome;
import dev.countersign.core.rejection.PolicyRejection;
import dev.countersign.core.rejection.Rejection;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConditionsTest {
    private static final Map<String, Object> CLAIMS = Map.of(
            "email_verified",
            true,
            "repository_owner_id",
            "1234",
            "level",
            3L,
            "score",
            new BigDecimal("0.75"),
            "nothing",
            JsonNull.NULL,
            "groups",
            List.of("admins", "staff"),
            "nested",
            Map.of("tid", "abc"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "claims.email_verified == true",
                "claims.email_verified",
                "claims.repository_owner_id == '1234'",
                "claims.level >= 3 && claims.level < 4.5",
                "claims.score > 0.5",
                "'admins' in claims.groups",
                "claims.groups.exists(g, g.startsWith('sta'))",
                "claims.nested.tid == 'abc'",
                "claims['nested']['tid'].matches('^[a-c]+$')",
                "has(claims.level) && !has(claims.absent)",
                "claims.nothing == null"
            })
    void acceptsWhatTheClaimsMeet(String expression) {
        assertThat(Conditions.problem(expression)).isEmpty();
        assertThat(firstUnmet(Conditions.of(List.of(expression)), CLAIMS)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "claims.email_verified == false",
                "claims.email_verified == 'true'",
                "claims.absent == 'x'",
                "claims.absent",
                "claims.level",
                "claims.nested.tid.absent == 1",
                "claims.level / 0 == 1",
                "claims.groups[5] == 'x'",
                "claims.nothing"
            })
    void refusesWhatTheyDoNotMeetAndWhatCannotBeEvaluated(String expression) {
        assertThat(firstUnmet(Conditions.of(List.of(expression)), CLAIMS))
                .hasValueSatisfying(
                        rejection -> assertThat(rejection.code().value()).isEqualTo("policy.condition_failed"));
    }

    @Test
    void theFirstUnmetConditionIsNamed() {
        var conditions = Conditions.of(List.of("claims.email_verified", "claims.level == 4", "claims.level == 5"));
        assertThat(firstUnmet(conditions, CLAIMS))
                .contains(new PolicyRejection.ConditionFailed("claims.level == 4", "false: claims.level is 3"));
    }

    @Test
    void anErrorNamesTheExpressionAndLeaksNoClaim() {
        var unmet = firstUnmet(Conditions.of(List.of("claims.repository_owner_id.absent == 1")), CLAIMS)
                .orElseThrow();
        assertThat(unmet.evidence().actual())
                .startsWith("could not be evaluated")
                .doesNotContain("1234");
    }

    @Test
    void aProblemShowsItsPosition() {
        var problem = Conditions.problem("claims.a == 1 &&\n  clams.b == 2").orElseThrow();
        assertThat(problem.line()).isEqualTo(2);
        assertThat(problem.column()).isEqualTo(3);
        assertThat(problem.message()).contains("clams");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1 + 1", "'text'", "claims.a ==", "request.auth == 1", "claims.a == 1)", "claims"})
    void refusesToCompileWhatIsNoCondition(String expression) {
        assertThat(Conditions.problem(expression)).isPresent();
        assertThatIllegalArgumentException().isThrownBy(() -> Conditions.of(List.of(expression)));
    }

    @Test
    void anExpressionThatIsTooLongOrTooDeepIsAProblem() {
        assertThat(Conditions.problem("true" + " && true".repeat(2000))).isPresent();
        assertThat(Conditions.problem("(".repeat(200) + "true" + ")".repeat(200)))
                .isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "claims.a + claims.a == 'xx'",
                "[claims.a] + [claims.a] == []",
                "claims.groups.map(g, g).size() == 2",
                "claims.groups.filter(g, true).size() == 2"
            })
    void nothingCanMakeATextOrAListLongerThanTheClaimsHaveIt(String expression) {
        assertThat(Conditions.problem(expression)).isPresent();
    }

    @Test
    void anEvaluationOfMoreThanTwoHundredIterationsIsARefusal() {
        var all = Conditions.of(List.of("claims.numbers.all(n, n >= 0)"));
        assertThat(firstUnmet(all, Map.of("numbers", numbers(150)))).isEmpty();
        assertThat(firstUnmet(all, Map.of("numbers", numbers(300)))).isPresent();
        var nested = Conditions.of(List.of("claims.numbers.all(a, claims.numbers.all(b, a * b >= 0))"));
        assertThat(firstUnmet(nested, Map.of("numbers", numbers(10)))).isEmpty();
        assertThat(firstUnmet(nested, Map.of("numbers", numbers(50)))).isPresent();
    }

    private static List<Long> numbers(int count) {
        return LongStream.range(0, count).boxed().toList();
    }

    @Test
    void aClaimTooLongToBeLookedThroughIsARefusalWhereThereAreConditions() {
        Map<String, Object> fits = Map.of("text", "x".repeat(CelClaims.LONGEST_TEXT));
        Map<String, Object> tooLong = Map.of("nested", List.of("x".repeat(CelClaims.LONGEST_TEXT + 1)));
        var matching = Conditions.of(List.of("!('y' in claims)"));
        assertThat(firstUnmet(matching, fits)).isEmpty();
        assertThat(firstUnmet(matching, tooLong)).isPresent();
        assertThat(firstUnmet(Conditions.of(List.of()), tooLong)).isEmpty();
    }

    @Test
    void withoutConditionsEverythingPasses() {
        assertThat(firstUnmet(Conditions.of(List.of()), Map.of())).isEmpty();
    }

    private static Optional<Rejection> firstUnmet(Conditions conditions, Map<String, Object> claims) {
        return conditions.judge(claims).stream()
                .flatMap(outcome -> outcome instanceof CheckOutcome.Failed(Rejection rejection)
                        ? Stream.of(rejection)
                        : Stream.empty())
                .findFirst();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    claims.email_verified == false                    | false: claims.email_verified is true
                    claims.absent == 'x'                              | could not be evaluated (ATTRIBUTE_NOT_FOUND): claims.absent is absent
                    claims.nested.tid == 'x'                          | false: claims.nested.tid is "abc"
                    claims['nested']['tid'] == 'x'                    | false: claims.nested.tid is "abc"
                    claims.level > 3 && claims.score < 0.1            | false: claims.level is 3, claims.score is 0.75
                    claims.groups.exists(g, g == 'owners')            | false: claims.groups is ["admins","staff"]
                    claims.nothing == 'x'                             | false: claims.nothing is null
                    false                                             | false
                    """)
    void anUnmetConditionShowsTheClaimsItLooksAt(String expression, String actual) {
        assertThat(firstUnmet(Conditions.of(List.of(expression)), CLAIMS)
                        .orElseThrow()
                        .evidence()
                        .actual())
                .isEqualTo(actual);
    }

    @Test
    void aLongClaimIsShownShortened() {
        var unmet = firstUnmet(Conditions.of(List.of("claims.text == ''")), Map.of("text", "x".repeat(500)));
        assertThat(unmet.orElseThrow().evidence().actual()).hasSizeLessThan(150).endsWith("…");
    }

    @Test
    void theHintNamesAClaimThatIsAStringWhereAListIsTaken() {
        Map<String, Object> claims = Map.of("groups", "admins");
        var unmet = firstUnmet(Conditions.of(List.of("'admins' in claims.groups")), claims)
                .orElseThrow();
        assertThat(unmet.evidence().hint())
                .contains("claims.groups is a string")
                .contains("claims.groups == \"…\" || \"…\" in claims.groups");

        var both = Conditions.of(List.of("claims.groups == 'admins' || 'admins' in claims.groups"));
        assertThat(firstUnmet(both, claims)).isEmpty();
        assertThat(firstUnmet(both, Map.of("groups", List.of("users", "admins"))))
                .isEmpty();
        assertThat(firstUnmet(both, Map.of("groups", List.of("users")))).isPresent();
    }

    @Test
    void theHintNamesAnAbsentClaim() {
        var unmet = firstUnmet(Conditions.of(List.of("claims.absent == 'x'")), CLAIMS)
                .orElseThrow();
        assertThat(unmet.evidence().hint()).contains("has(");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            claims.sub == "a"                                   | true
            claims["sub"] == "a" && claims.iss == "b"           | true
            has(claims.sub) && claims.sub.startsWith("a")       | true
            ["a", "b"].exists(name, name == claims.sub)         | true
            "a" == "b"                                          | true
            claims.email == "a"                                 | false
            claims.sub == "a" && claims.email == "a"            | false
            has(claims.email)                                   | false
            claims[claims.sub] == "a"                           | false
            "sub" in claims                                     | false
            size(claims) == 1                                   | false
            claims.exists(name, name == "sub")                  | false
            """)
    void namesTheClaimsThatItReads(String condition, boolean alone) {
        assertThat(Conditions.of(List.of(condition)).readNoClaimsBut(Set.of("iss", "sub")))
                .isEqualTo(alone);
    }
}
