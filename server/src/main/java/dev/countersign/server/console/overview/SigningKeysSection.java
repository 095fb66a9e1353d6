package dev.countersign.server.console.overview;

import dev.countersign.core.jose.json.JsonText;
import dev.countersign.server.console.page.ConsoleSection;
import dev.countersign.server.console.page.Notice;
import dev.countersign.server.console.page.PageRequest;
import dev.countersign.server.console.page.PageResponse;
import dev.countersign.server.console.page.Route;
import dev.countersign.server.operation.Outcome;
import dev.countersign.server.people.Role;
import dev.countersign.server.signing.RotateSigningKeys;
import dev.countersign.server.signing.SigningKeySchedule;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Page of the server's signing keys: the active and the next ones, and their replacement. */
public record SigningKeysSection(RotateSigningKeys keys) implements ConsoleSection {
    private static final String PATH = "/signing-keys";
    private static final String TITLE = "Signing keys";

    /** Model of the list. */
    public record Page(List<Key> current, List<Key> retired, KeyTimeline timeline) {}

    /** One key; only its public part. */
    public record Key(
            String keyId,
            String algorithm,
            SigningKeySchedule.State state,
            Instant createdAt,
            Instant signsFrom,
            Optional<Instant> signsUntil,
            Optional<Instant> publishedUntil,
            String jwk) {

        public String style() {
            return switch (state) {
                case ACTIVE -> "good";
                case NEXT, RETIRING -> "warn";
                case RETIRED -> "off";
            };
        }
    }

    /** Model of the confirmation page before keys are replaced. */
    public record Question(List<Key> active, boolean nextIsWaiting) {}

    @Override
    public List<Route> routes() {
        return List.of(
                Route.page(PATH, _ -> PageResponse.page(TITLE, PATH, "signing-keys.jte", page())),
                Route.page(Role.ADMINISTRATOR, PATH + "/rotate", _ -> ask()),
                Route.form(Role.ADMINISTRATOR, PATH + "/rotate", this::rotate));
    }

    private Page page() {
        List<Key> all = all();
        List<Key> current = all.stream()
                .filter(key -> key.state() != SigningKeySchedule.State.RETIRED)
                .toList();
        return new Page(
                current,
                all.stream()
                        .filter(key -> key.state() == SigningKeySchedule.State.RETIRED)
                        .toList(),
                KeyTimeline.of(current, keys.now()));
    }

    private PageResponse ask() {
        List<Key> all = all();
        return PageResponse.page(
                "Replace the signing keys",
                PATH,
                "signing-keys-rotate.jte",
                new Question(
                        all.stream()
                                .filter(key -> key.state() == SigningKeySchedule.State.ACTIVE)
                                .toList(),
                        all.stream().anyMatch(key -> key.state() == SigningKeySchedule.State.NEXT)));
    }

    private PageResponse rotate(PageRequest request) {
        boolean atOnce = request.form().text("when").filter("at_once"::equals).isPresent();
        Outcome<List<SigningKeySchedule>> outcome = keys.rotate(request.administrator(), Map.of("at_once", atOnce));
        if (!(outcome instanceof Outcome.Done)) {
            throw new IllegalStateException("a rotation without conditions always succeeds");
        }
        return PageResponse.seeOther(
                PATH,
                Notice.done(
                        atOnce
                                ? "The new keys are active. The old keys stay published until their last token has expired."
                                : "The next keys are published. They start to sign in 24 hours."));
    }

    private List<Key> all() {
        Instant now = keys.now();
        return keys.keys().stream()
                .sorted(Comparator.comparing(SigningKeySchedule::signsFrom).reversed())
                .map(key -> new Key(
                        key.key().keyId(),
                        key.key().algorithm().value(),
                        key.state(now),
                        key.createdAt(),
                        key.signsFrom(),
                        key.signsUntil(),
                        key.publishedUntil(),
                        new String(JsonText.write(key.key().publicJwk()), StandardCharsets.UTF_8)))
                .toList();
    }
}
