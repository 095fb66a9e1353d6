package dev.countersign.server.subject;

import dev.countersign.core.audit.AdminEvent;
import dev.countersign.core.token.IssuerSubject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongFunction;

/** Blocked subjects in memory, each with three tokens that are revoked. */
public final class MemoryBlockedSubjects implements BlockedSubjects {
    private static final Comparator<BlockedSubject> OLDEST_FIRST =
            Comparator.comparing(BlockedSubject::createdAt).thenComparing(BlockedSubject::id);

    public final List<AdminEvent> events = new ArrayList<>();
    public final List<List<String>> mapped = new ArrayList<>();
    private final List<BlockedSubject> blocks = new ArrayList<>();

    @Override
    public boolean block(BlockedSubject block, List<String> mapped, LongFunction<AdminEvent> event) {
        if (blocks.stream()
                .anyMatch(other -> other.subject().equals(block.subject()) && other.source() == block.source())) {
            return false;
        }
        blocks.add(block);
        events.add(event.apply(3));
        this.mapped.add(mapped);
        return true;
    }

    @Override
    public boolean lift(BlockedSubject block, AdminEvent event) {
        boolean lifted = blocks.removeIf(other -> other.id().equals(block.id()));
        if (lifted) {
            events.add(event);
        }
        return lifted;
    }

    @Override
    public Optional<BlockedSubject> find(String id, Instant now) {
        return blocks.stream()
                .filter(block -> block.id().equals(id))
                .filter(block -> block.until().isEmpty() || block.until().get().isAfter(now))
                .findFirst();
    }

    @Override
    public List<BlockedSubject> of(IssuerSubject subject, Instant now) {
        return blocks.stream()
                .filter(block -> block.subject().equals(subject))
                .filter(block -> find(block.id(), now).isPresent())
                .sorted(Comparator.comparing(block -> block.source().word()))
                .toList();
    }

    @Override
    public List<BlockedSubject> list(Selection selection, Instant now) {
        String text = selection.containing().toLowerCase(Locale.ROOT);
        return blocks.stream()
                .filter(block -> find(block.id(), now).isPresent())
                .filter(block -> selection.issuer().isEmpty()
                        || selection.issuer().get().equals(block.subject().issuer()))
                .filter(block -> (block.subject().subject() + "\n" + block.reason())
                        .toLowerCase(Locale.ROOT)
                        .contains(text))
                .filter(block -> selection.before().isEmpty()
                        || isBefore(block, selection.before().get()))
                .sorted(OLDEST_FIRST.reversed())
                .limit(selection.limit())
                .toList();
    }

    private static boolean isBefore(BlockedSubject block, Position position) {
        int order = block.createdAt().compareTo(position.createdAt());
        return order < 0 || order == 0 && block.id().compareTo(position.id()) < 0;
    }
}
