package dev.countersign.server.console.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.server.console.flow.FlowPicture.Node;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FlowPictureTest {
    private static Node node(String name, long tokens) {
        return new Node(name, Optional.empty(), Optional.of(tokens));
    }

    private static Node node(String name) {
        return new Node(name, Optional.empty(), Optional.empty());
    }

    @Test
    void linesAreAsWideAsTheirShareOfTheTokens() {
        FlowPicture picture =
                FlowPicture.of(List.of(List.of(node("a", 75), node("b", 25), node("c", 0)), List.of(node("app"))));

        assertThat(picture.lines()).extracting(FlowPicture.Line::width).containsExactly("6.8", "2.3", "1.5");
        assertThat(picture.boxes())
                .extracting(FlowPicture.Box::title)
                .containsExactly("a (75 tokens)", "b (25 tokens)", "c (0 tokens)", "app");
    }

    @Test
    void everyBoxLiesWithinTheDrawingAndOnNoOther() {
        List<Node> many = List.of(node("a", 1), node("b", 1), node("c", 1), node("d", 1));
        FlowPicture picture = FlowPicture.of(List.of(many, List.of(node("app")), List.of(node("x"), node("y"))));

        assertThat(picture.boxes()).hasSize(7).allSatisfy(box -> {
            assertThat(box.x()).isBetween(0, FlowPicture.WIDTH - FlowPicture.BOX_WIDTH);
            assertThat(box.y()).isBetween(0, picture.height() - FlowPicture.BOX_HEIGHT);
        });
        assertThat(picture.boxes()).extracting(box -> box.x() + "/" + box.y()).doesNotHaveDuplicates();
        assertThat(picture.lines()).hasSize(4 + 2);
    }

    @Test
    void anEmptyColumnIsLeftOutAndOneColumnAloneHasNoLines() {
        assertThat(FlowPicture.of(List.of(List.of(), List.of(node("app")), List.of()))
                        .lines())
                .isEmpty();
        assertThat(FlowPicture.of(List.of()).boxes()).isEmpty();
    }

    @Test
    void aLongNameIsShortenedAndWholeInTheTitle() {
        FlowPicture picture = FlowPicture.of(List.of(List.of(node("n".repeat(25))), List.of(node("n".repeat(24)))));

        assertThat(picture.boxes().getFirst().text()).isEqualTo("n".repeat(23) + "…");
        assertThat(picture.boxes().getFirst().title()).isEqualTo("n".repeat(25));
        assertThat(picture.boxes().getLast().text()).isEqualTo("n".repeat(24));
    }
}
