package dev.countersign.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.server.web.Router.Match;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RouterTest {
    private static final Line ROOT = new Line("GET", "/");
    private static final Line LIST = new Line("GET", "/things");
    private static final Line ADD = new Line("POST", "/things");
    private static final Line NEW = new Line("GET", "/things/new");
    private static final Line ONE = new Line("GET", "/things/{id}");
    private static final Line CHANGE = new Line("POST", "/things/{id}");
    private static final Line PART = new Line("DELETE", "/things/{id}/parts/{part}");

    private final Router<Line> router = new Router<>(List.of(ROOT, LIST, ADD, NEW, ONE, CHANGE, PART));

    private record Line(String method, String path) implements Routed {}

    @Test
    void findsTheRouteOfAPathAndAMethod() {
        assertThat(router.find("GET", "/things")).isEqualTo(new Match.Found<>(LIST, Map.of()));
        assertThat(router.find("POST", "/things")).isEqualTo(new Match.Found<>(ADD, Map.of()));
        assertThat(router.find("GET", "/")).isEqualTo(new Match.Found<>(ROOT, Map.of()));
    }

    @Test
    void namesTheVariableSegmentsAsTheyWereSent() {
        assertThat(router.find("DELETE", "/things/a%2Fb/parts/7"))
                .isEqualTo(new Match.Found<>(PART, Map.of("id", "a%2Fb", "part", "7")));
    }

    @Test
    void triesTheRoutesInOrderForEachMethod() {
        assertThat(router.find("GET", "/things/new")).isEqualTo(new Match.Found<>(NEW, Map.of()));
        assertThat(router.find("POST", "/things/new")).isEqualTo(new Match.Found<>(CHANGE, Map.of("id", "new")));
    }

    @Test
    void servesHeadWhereItServesGet() {
        assertThat(router.find("HEAD", "/things")).isEqualTo(new Match.Found<>(LIST, Map.of()));
        assertThat(router.find("HEAD", "/things/1/parts/2")).isEqualTo(new Match.OtherMethods<>("DELETE"));
    }

    @Test
    void listsTheMethodsOfAPathThatHasNoRouteForThisOne() {
        assertThat(router.find("PUT", "/things")).isEqualTo(new Match.OtherMethods<>("GET, HEAD, POST"));
        assertThat(router.find("OPTIONS", "/things/new")).isEqualTo(new Match.OtherMethods<>("GET, HEAD, POST"));
        assertThat(router.find("get", "/")).isEqualTo(new Match.OtherMethods<>("GET, HEAD"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                "",
                "//",
                "/thing",
                "/things/",
                "//things",
                "/Things",
                "/%74hings",
                "/things%2Fnew",
                "/things/1/",
                "/things/1/parts",
                "/things//parts/2",
                "/{id}"
            })
    void findsNothingAtAnyOtherPath(String path) {
        assertThat(router.find("GET", path)).isEqualTo(new Match.NoRoute<>());
    }
}
