package dev.countersign.server.signing;

import dev.countersign.core.audit.AdminEvent;
import dev.countersign.core.jose.json.JsonText;
import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.jose.signing.SealedKey;
import dev.countersign.core.jose.signing.Secrets;
import dev.countersign.core.jose.signing.SigningUnavailableException;
import dev.countersign.core.jose.signing.UnsealingException;
import dev.countersign.core.oauth.CorrelationId;
import dev.countersign.server.operation.Administrator;
import dev.countersign.server.operation.Outcome;
import dev.countersign.server.operation.Problem;
import dev.countersign.server.operation.ServerAuthor;
import dev.countersign.server.operation.StoreUnavailableException;
import dev.countersign.server.registry.field.InputMembers;
import dev.countersign.server.registry.field.JsonValues;
import dev.countersign.server.signing.SigningKeyStore.Rotation;
import dev.countersign.server.signing.SigningKeyStore.StoredSigningKey;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Use case that replaces all signing keys: the next ones are published at once and sign later, when every client that
 * caches the keys has fetched them.
 *
 * @param interval time for which a key signs by schedule; zero when keys are replaced on demand only
 * @param lead time for which a key is published before it signs
 */
public record RotateSigningKeys(SigningKeyRing ring, Duration interval, Duration lead) {
    private static final System.Logger LOG = System.getLogger(RotateSigningKeys.class.getName());
    private static final String AT_ONCE = "at_once";
    private static final String TARGET = "signing-keys";

    /** All stored keys, the oldest first. */
    public List<SigningKeySchedule> keys() {
        return ring.keys();
    }

    /** The time at which their states are determined. */
    public Instant now() {
        return ring.now();
    }

    /**
     * Generates the next keys, unless there are some already.
     *
     * @param input may contain {@code at_once}: then they sign immediately, and clients that cache the published keys
     *     refuse new tokens until they fetch them again
     */
    public synchronized Outcome<List<SigningKeySchedule>> rotate(
            Administrator administrator, Map<String, Object> input) {
        var problems = new ArrayList<Problem>();
        boolean atOnce = new InputMembers(input, "", problems, Set.of(AT_ONCE))
                .flag(AT_ONCE)
                .orElse(false);
        if (!problems.isEmpty()) {
            return new Outcome.Invalid<>(problems);
        }
        ring.refresh();
        rotate(administrator, atOnce ? Duration.ZERO : lead);
        return new Outcome.Done<>(ring.keys());
    }

    /** Generates the next keys when they are due; called every few seconds. */
    public synchronized void rotateIfDue() {
        try {
            ring.refresh();
            Instant due = ring.now().plus(lead).minus(interval);
            boolean isDue = newest().stream().anyMatch(key -> !key.signsFrom().isAfter(due));
            boolean isMoving = newest().stream().anyMatch(key -> ring.isMisplaced(key.key()));
            if (!ring.isPaused() && (isMoving || (interval.isPositive() && isDue))) {
                rotate(ServerAuthor.SERVER.as(new CorrelationId(Secrets.generateId())), scheduledLead());
            }
        } catch (SigningUnavailableException gone) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "No signing key can be generated now; the next attempt follows in 5 minutes",
                    gone);
        } catch (UnsealingException foreign) {
            // Another node has a newer master key already; until this one is restarted with it, its known keys remain
            // in use.
            LOG.log(
                    System.Logger.Level.WARNING,
                    "The stored signing keys are encrypted under another master key",
                    foreign);
        } catch (StoreUnavailableException gone) {
            LOG.log(System.Logger.Level.DEBUG, "Signing keys cannot be read now; the known keys remain in use", gone);
        }
    }

    /** Keys in a module that is no longer configured cannot sign until others are published. */
    private Duration scheduledLead() {
        return newest().stream()
                        .anyMatch(
                                key -> ring.isMisplaced(key.key()) && key.key().isInModule())
                ? Duration.ZERO
                : lead;
    }

    /** Tries the keys that are in a module. */
    public void tryKeys() {
        ring.tryKeys();
    }

    private void rotate(Administrator administrator, Duration ahead) {
        Instant now = ring.now();
        Instant kept = Instant.ofEpochMilli(now.toEpochMilli());
        List<SigningKeySchedule> ending = new ArrayList<>();
        List<String> broughtForward = new ArrayList<>();
        for (SigningKeySchedule last : newest()) {
            if (!last.signsFrom().isAfter(now)) {
                ending.add(last);
            } else if (ahead.isZero()) {
                broughtForward.add(last.key().keyId());
            }
        }
        if (ending.isEmpty() && broughtForward.isEmpty()) {
            return;
        }
        List<StoredSigningKey> added = successors(ending, kept, kept.plus(ahead));
        List<String> next = new ArrayList<>(broughtForward);
        added.forEach(key -> next.add(key.key().keyId()));
        var event = new AdminEvent(
                kept,
                administrator.correlationId(),
                administrator.author(),
                "signing_keys.rotated",
                TARGET,
                TARGET,
                Optional.of(json("active", active(now), "signs_until", kept.plus(ahead))),
                Optional.of(json("next", next, "signs_from", kept.plus(ahead))));
        ring.commit(new Rotation(added, broughtForward, kept, Optional.of(event)));
    }

    private List<StoredSigningKey> successors(List<SigningKeySchedule> ending, Instant createdAt, Instant signsFrom) {
        List<SealedKey> made =
                ring.make(ending.stream().map(key -> key.key().algorithm()).toList());
        List<StoredSigningKey> added = new ArrayList<>();
        for (int i = 0; i < made.size(); i++) {
            added.add(new StoredSigningKey(
                    made.get(i), createdAt, signsFrom, ending.get(i).key().keyId()));
        }
        return added;
    }

    /** The last key of each sequence. */
    private List<SigningKeySchedule> newest() {
        List<SigningKeySchedule> newest = new ArrayList<>();
        for (Algorithm algorithm : ring.offered()) {
            ring.keys().stream()
                    .filter(key -> key.key().algorithm() == algorithm)
                    .max(Comparator.comparing(SigningKeySchedule::signsFrom))
                    .ifPresent(newest::add);
        }
        return newest;
    }

    private List<String> active(Instant now) {
        return ring.keys().stream()
                .filter(key -> key.state(now) == SigningKeySchedule.State.ACTIVE)
                .map(key -> key.key().keyId())
                .toList();
    }

    private static String json(String name, List<String> keyIds, String moment, Instant time) {
        return new String(
                JsonText.write(JsonValues.object(name, keyIds, moment, time.toString())), StandardCharsets.UTF_8);
    }
}
