package dev.countersign.server.store.database;

import dev.countersign.server.operation.StoreUnavailableException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A batch written in one transaction, or in halves if that fails because of its data: an element that cannot be stored
 * does not affect the others.
 */
public final class SplittableBatch<E> {
    private final Deque<List<E>> parts = new ArrayDeque<>();

    /** An element that cannot be written even alone, and the fault. */
    public record Unwritable<E>(E element, RuntimeException fault) {}

    public SplittableBatch(List<E> elements) {
        add(elements);
    }

    /** Adds elements to be written next, together. */
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
     * @param writing writes all or none of its elements
     * @return the single element of the part, when it cannot be written
     * @throws StoreUnavailableException when the store cannot write now; the part remains to be written
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

    /** The elements not written yet. */
    public List<E> rest() {
        return parts.stream().flatMap(List::stream).toList();
    }
}
