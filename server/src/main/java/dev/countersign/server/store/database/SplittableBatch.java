package dev.countersign.server.store.database;

import dev.countersign.server.operation.StoreUnavailableException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A batch that is written in one transaction, and in halves of itself where that fails for its data: one element that
 * cannot be stored costs the others nothing.
 */
public final class SplittableBatch<E> {
    private final Deque<List<E>> parts = new ArrayDeque<>();

    /** An element that cannot be written even by itself, and why. */
    public record Unwritable<E>(E element, RuntimeException fault) {}

    public SplittableBatch(List<E> elements) {
        add(elements);
    }

    /** Adds elements that are to be written next, together. */
    public void add(List<E> elements) {
        if (!elements.isEmpty()) {
            parts.push(List.copyOf(elements));
        }
    }

    public boolean isDone() {
        return parts.isEmpty();
    }

    /**
     * Writes the next part.
     *
     * @param writing writes all or nothing of what it is given
     * @return the element that the part consisted of, when it cannot be written
     * @throws StoreUnavailableException when the store cannot write now; the part is still to be written
     */
    public Optional<Unwritable<E>> writeNext(Consumer<List<E>> writing) {
        List<E> part = parts.element();
        try {
            writing.accept(part);
            parts.remove();
            return Optional.empty();
        } catch (StoreUnavailableException notNow) {
            throw notNow;
        } catch (RuntimeException fault) {
            parts.remove();
            if (part.size() == 1) {
                return Optional.of(new Unwritable<>(part.getFirst(), fault));
            }
            int middle = part.size() / 2;
            add(part.subList(middle, part.size()));
            add(part.subList(0, middle));
            return Optional.empty();
        }
    }

    /** What is not written yet. */
    public List<E> rest() {
        return parts.stream().flatMap(List::stream).toList();
    }
}
