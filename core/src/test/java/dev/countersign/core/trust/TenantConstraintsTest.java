package dev.countersign.core.trust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.rejection.CheckOutcome;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TenantConstraintsTest {
    private static final Set<String> OWNERS = Set.of("owner", "repo");
    private static final Predicate<Pin> OWNER = pin -> switch (pin) {
        case Pin.Equal(String claim, String _) -> OWNERS.contains(claim);
        case Pin.Prefix(String claim, String literal) -> claim.equals("repo") && literal.indexOf('/') > 0;
    };

    @ParameterizedTest
    @ValueSource(
            strings = {
                "claims.owner == '5'",
                "'5' == claims.owner",
                "claims['owner'] == '5'",
                "\"5\" == claims[\"owner\"]",
                "claims.owner == 5",
                "claims.owner in ['5']",
                "claims.owner in ['5', '6']",
                "claims['repo'] in ['a/b']",
                "claims.repo.startsWith('a/')",
                "claims.repo.startsWith('a/b')",
                "claims['repo'].startsWith('a/')",
                "claims.owner == '5' && claims.ref == 'main'",
                "claims.ref != 'main' && (true && claims.owner == '5')",
                "claims.owner == '5' || claims.owner == '6'",
                "claims.owner == '5' || claims.repo == 'a/b'",
                "(claims.owner == '5' && claims.x) || claims.repo.startsWith('a/')",
                "has(claims.x) && claims.owner == '5'",
                "claims.l.exists(x, x == 'y') && claims.owner == '5'",
                "false && claims.owner == '5'",
            })
    void seesThatACertainTenantIsDemanded(String condition) {
        assertThat(TenantConstraints.isPinned(condition, OWNER)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "true",
                "claims.ref == 'main'",
                "claims.owner != '5'",
                "!(claims.owner == '5')",
                "!(claims.owner != '5')",
                "claims.owner == ''",
                "claims.owner == ' '",
                "claims.owner in []",
                "claims.owner in ['']",
                "claims.owner in ['5', '']",
                "claims.owner in ['5', claims.owner]",
                "claims.owner in claims.owners",
                "claims.owner in {'5': true}",
                "'5' in claims.owner",
                "claims.owner == claims.owner",
                "claims.owner == claims.repo",
                "claims.owner == true",
                "claims.owner == null",
                "claims.owner == 5.0",
                "(claims.owner == '5') == true",
                "(claims.owner == '5') == claims.x",
                "(claims.owner == '5') != false",
                "true || claims.owner == '5'",
                "claims.owner == '5' || claims.ref == 'main'",
                "claims.owner == '5' || claims.owner != '5'",
                "claims.x ? claims.owner == '5' : true",
                "true ? claims.owner == '5' : claims.owner == '6'",
                "has(claims.owner)",
                "has(claims.owner) == true",
            })
    void doesNotTakeAComparisonWithSomethingElseForAPin(String condition) {
        assertThat(TenantConstraints.isPinned(condition, OWNER)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "claims.repo.startsWith('')",
                "claims.repo.startsWith('/')",
                "claims.repo.startsWith('a')",
                "claims.owner.startsWith('5')",
                "claims.repo.startsWith(claims.repo)",
                "claims.repo.endsWith('a/b')",
                "claims.repo.contains('a/b')",
                "claims.repo.matches('^a/')",
                "'a/b'.startsWith(claims.repo)",
                "claims.owner.size() == 5",
                "claims.owner >= '5' && claims.owner <= '5'",
                "claims.x.owner == '5'",
                "claims.owner.x == '5'",
                "claims['x'].owner == '5'",
                "claims[claims.x] == '5'",
                "claims['ref'] == '5'",
                "{'owner': '5'}.owner == '5'",
                "[{'owner': '5'}].exists(claims, claims.owner == '5')",
                "[{'owner': '5'}].all(claims, claims['owner'] == '5')",
                "[1].exists_one(x, claims.owner == '5')",
                "[1].all(x, claims.owner == '5')",
                "claims.owner == '5' ||",
                "",
                "claims.owner",
            })
    void doesNotTakeAWayAroundForAPin(String condition) {
        assertThat(TenantConstraints.isPinned(condition, OWNER)).isFalse();
    }

    /** Whatever is said to be pinned is met by no claims of another tenant. */
    @Property(tries = 500)
    void noStrangerMeetsWhatIsPinned(@ForAll("conditions") String condition, @ForAll("strangers") String owner) {
        if (TenantConstraints.isPinned(condition, OWNER)) {
            assertThat(Conditions.of(List.of(condition))
                            .judge(Map.of("owner", owner, "repo", owner + "/x", "ref", "main", "flag", true)))
                    .hasOnlyElementsOfType(CheckOutcome.Failed.class);
        }
    }

    @Provide
    Arbitrary<String> strangers() {
        return Arbitraries.of("7", "evil", "", "5 ", "a-b", "main", "true");
    }

    @Provide
    Arbitrary<String> conditions() {
        Arbitrary<String> leaves = Arbitraries.of(
                "claims.owner == '5'",
                "claims.owner in ['5', '6']",
                "claims.repo.startsWith('a/')",
                "claims.repo == 'a/b'",
                "claims.owner != '5'",
                "claims.ref == 'main'",
                "claims.flag",
                "true",
                "claims.absent == '5'",
                "claims.owner == claims.owner",
                "claims.repo.startsWith('')");
        return Arbitraries.recursive(
                () -> leaves,
                inner -> Arbitraries.oneOf(
                        Combinators.combine(inner, inner, Arbitraries.of("&&", "||", "==", "!="))
                                .as("(%s) %3$s (%2$s)"::formatted),
                        inner.map("!(%s)"::formatted),
                        Combinators.combine(inner, inner, inner).as("(%s) ? (%s) : (%s)"::formatted),
                        inner.map("[1].exists(x, %s)"::formatted)),
                0,
                3);
    }
}
