package dev.countersign.server.subject;

import dev.countersign.core.audit.AdminEvent;
import dev.countersign.core.jose.json.JsonNull;
import dev.countersign.core.jose.json.JsonText;
import dev.countersign.core.jose.signing.Secrets;
import dev.countersign.core.token.IssuerSubject;
import dev.countersign.core.trust.TrustedIssuer;
import dev.countersign.server.operation.Administrator;
import dev.countersign.server.operation.ExpectedVersion;
import dev.countersign.server.operation.Outcome;
import dev.countersign.server.operation.Problem;
import dev.countersign.server.operation.Timestamps;
import dev.countersign.server.registry.field.InputMembers;
import dev.countersign.server.registry.field.TextRule;
import dev.countersign.server.registry.trust.TrustConfiguration;
import dev.countersign.server.subject.BlockedSubject.Source;
import dev.countersign.server.subject.BlockedSubjects.Position;
import dev.countersign.server.subject.BlockedSubjects.Selection;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Use cases of an administrator: blocking a subject, lifting a block, and finding blocks. */
public final class BlockSubjects {
    private static final String ISSUER = "issuer";
    private static final String SUBJECT = "subject";
    private static final String REASON = "reason";
    private static final String UNTIL = "until";
    private static final Set<String> MEMBERS = Set.of("id", ISSUER, SUBJECT, REASON, UNTIL, "source", "created_at");
    private static final TextRule NAME = TextRule.anyText(2000);
    private static final TextRule FREE_TEXT = TextRule.description(2000);
    private static final TextRule TIME = TextRule.anyText(64);

    /** Within what every store holds, and what a page shows. */
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    private final TrustConfiguration configuration;
    private final BlockedSubjects blocks;
    private final InstantSource clock;

    public BlockSubjects(TrustConfiguration configuration, BlockedSubjects blocks, InstantSource clock) {
        this.configuration = configuration;
        this.blocks = blocks;
        this.clock = clock;
    }

    /** A block with the name of its issuer. */
    public record Named(BlockedSubject block, String issuer) {

        /** The block as JSON. */
        public Map<String, Object> document() {
            var document = new LinkedHashMap<String, Object>();
            document.put("id", block.id());
            document.put(ISSUER, issuer);
            document.put(SUBJECT, block.subject().subject());
            document.put(REASON, block.reason());
            document.put(UNTIL, block.until().<Object>map(Instant::toString).orElse(JsonNull.NULL));
            document.put("source", block.source().word());
            document.put("created_at", block.createdAt().toString());
            return document;
        }
    }

    /** The members of the input that are valid. */
    private record Read(
            Optional<TrustedIssuer> issuer, Optional<String> subject, String reason, Optional<Instant> until) {}

    /**
     * Blocks the subject that the JSON names, and revokes all its tokens.
     *
     * @throws dev.countersign.server.operation.StoreUnavailableException when it could not be written, or not in time
     */
    public Outcome<Named> block(Administrator administrator, Map<String, Object> input) {
        Instant now = Timestamps.now(clock);
        var problems = new ArrayList<Problem>();
        Read read = read(new InputMembers(input, "", problems, MEMBERS), now);
        if (!problems.isEmpty() || read.issuer().isEmpty() || read.subject().isEmpty()) {
            return new Outcome.Invalid<>(problems);
        }
        TrustedIssuer issuer = read.issuer().get();
        var named = new Named(
                new BlockedSubject(
                        Secrets.generateId(),
                        new IssuerSubject(issuer.id(), read.subject().get()),
                        Source.ADMINISTRATOR,
                        read.reason(),
                        now,
                        read.until()),
                issuer.name());
        boolean made = blocks.block(
                named.block(),
                named.block().subject().mapped(issuer.name()),
                revoked -> created(administrator, named, revoked));
        return made
                ? new Outcome.Done<>(named)
                : new Outcome.Conflict<>(
                        "duplicate",
                        "An administrator has blocked this subject already. Lift that block first to change it.",
                        List.of());
    }

    /**
     * Lifts the block of this id, whatever its source. What was revoked stays revoked.
     *
     * @throws dev.countersign.server.operation.StoreUnavailableException when it could not be written, or not in time
     */
    public Outcome<Named> lift(Administrator administrator, String id, ExpectedVersion expected) {
        Optional<Named> found = find(id);
        if (found.isPresent() && !expected.allows(id)) {
            return new Outcome.Stale<>();
        }
        return found.filter(named -> blocks.lift(named.block(), deleted(administrator, named)))
                .<Outcome<Named>>map(Outcome.Done::new)
                .orElseGet(Outcome.NotFound::new);
    }

    /** The block of this id. */
    public Optional<Named> find(String id) {
        return blocks.find(id, clock.instant()).map(this::named);
    }

    /** The blocks of one subject, which are of different sources. */
    public List<BlockedSubject> of(TrustedIssuer issuer, String subject) {
        return blocks.of(new IssuerSubject(issuer.id(), subject), clock.instant());
    }

    /**
     * Blocks, newest first.
     *
     * @param issuer name of the issuer; empty for all; a name that no issuer has gives no block
     */
    public List<Named> list(Optional<String> issuer, String containing, Optional<Position> before, int limit) {
        Optional<TrustedIssuer> only = issuer.flatMap(configuration::issuerNamed);
        return issuer.isPresent() && only.isEmpty()
                ? List.of()
                : blocks
                        .list(new Selection(only.map(TrustedIssuer::id), containing, before, limit), clock.instant())
                        .stream()
                        .map(this::named)
                        .toList();
    }

    private Named named(BlockedSubject block) {
        return new Named(
                block,
                configuration
                        .issuer(block.subject().issuer())
                        .map(TrustedIssuer::name)
                        .orElse(""));
    }

    private Read read(InputMembers members, Instant now) {
        Optional<String> name = members.requiredText(ISSUER, NAME);
        Optional<TrustedIssuer> issuer = name.flatMap(configuration::issuerNamed);
        if (name.isPresent() && issuer.isEmpty()) {
            members.problem(ISSUER, Problem.UNKNOWN_REFERENCE, "There is no trusted token issuer of this name.");
        }
        return new Read(
                issuer,
                members.requiredText(SUBJECT, NAME),
                members.optionalText(REASON, FREE_TEXT).orElse(""),
                members.optionalText(UNTIL, TIME).flatMap(text -> until(members, text, now)));
    }

    private static Optional<Instant> until(InputMembers members, String text, Instant now) {
        try {
            Instant until = OffsetDateTime.parse(text).toInstant();
            if (until.isAfter(now) && !until.isAfter(LATEST)) {
                return Optional.of(until);
            }
            members.problem(UNTIL, Problem.OUT_OF_RANGE, "Must be in the future, and not after the year 9999.");
        } catch (DateTimeException malformed) {
            members.problem(
                    UNTIL, Problem.MALFORMED, "Must be a time with an offset, such as 2030-01-31T12:00:00Z, or null.");
        }
        return Optional.empty();
    }

    private static AdminEvent created(Administrator administrator, Named named, long revoked) {
        Map<String, Object> after = named.document();
        after.put("revoked", revoked);
        return event(administrator, named, named.block().createdAt(), "created", Optional.empty(), Optional.of(after));
    }

    private AdminEvent deleted(Administrator administrator, Named named) {
        return event(
                administrator,
                named,
                Timestamps.now(clock),
                "deleted",
                Optional.of(named.document()),
                Optional.empty());
    }

    private static AdminEvent event(
            Administrator administrator,
            Named named,
            Instant at,
            String action,
            Optional<Map<String, Object>> before,
            Optional<Map<String, Object>> after) {
        return new AdminEvent(
                at,
                administrator.correlationId(),
                administrator.author(),
                "blocked_subject." + action,
                named.block().id(),
                named.block().subject().subject(),
                before.map(BlockSubjects::json),
                after.map(BlockSubjects::json));
    }

    private static String json(Map<String, Object> document) {
        return new String(JsonText.write(document), StandardCharsets.UTF_8);
    }
}
