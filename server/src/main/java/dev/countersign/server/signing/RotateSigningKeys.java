package dev.countersign.server.signing;

import dev.countersign.core.audit.AdminEvent;
import dev.countersign.core.jose.json.JsonText;
import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.jose.signing.Secrets;
import dev.countersign.core.jose.signing.UnsealingException;
import dev.countersign.core.oauth.CorrelationId;
import dev.countersign.server.operation.Administrator;
import dev.countersign.server.operation.Outcome;
import dev.countersign.server.operation.Problem;
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
 * Replaces our signing keys, all together: the next ones are published at once and sign later, when everybody who
 * caches our keys has seen them.
 */
public final class RotateSigningKeys {
    private static final System.Logger LOG = System.getLogger(RotateSigningKeys.class.getName());
    private static final String AT_ONCE = "at_once";
    private static final String TARGET = "signing-keys";
    private static final String SCHEDULE = "countersign";

    private final SigningKeyRing ring;
    private final Duration interval;
    private final Duration lead;

    /**
     * Rotates this ring.
     *
     * @param interval how long a key signs by schedule; zero when keys are replaced on demand alone
     * @param lead how long a key is published before it signs
     */
    public RotateSigningKeys(SigningKeyRing ring, Duration interval, Duration lead) {
        this.ring = ring;
        this.interval = interval;
        this.lead = lead;
    }

    /** All keys there ever were, the oldest first. */
    public List<SigningKeySchedule> keys() {
        return ring.keys();
    }

    /** The moment that their states are told for. */
    public Instant now() {
        return ring.now();
    }

    /**
     * Makes the next keys, unless there are some already.
     *
     * @param input may say {@code at_once}: then they sign from now on, and who holds our keys in a cache refuses new
     *     tokens until it fetches them again
     */
    public synchronized Outcome<List<SigningKeySchedule>> rotate(Administrator who, Map<String, Object> input) {
        var problems = new ArrayList<Problem>();
        boolean atOnce = new InputMembers(input, "", problems, Set.of(AT_ONCE))
                .flag(AT_ONCE)
                .orElse(false);
        if (!problems.isEmpty()) {
            return new Outcome.Invalid<>(problems);
        }
        ring.refresh();
        rotate(who, atOnce ? Duration.ZERO : lead);
        return new Outcome.Done<>(ring.keys());
    }

    /** Makes the next keys when their time has come; called every few seconds. */
    public synchronized void tick() {
        try {
            ring.refresh();
            Instant due = ring.now().plus(lead).minus(interval);
            boolean isDue = newest().stream().anyMatch(key -> !key.signsFrom().isAfter(due));
            if (interval.isPositive() && isDue) {
                rotate(new Administrator(SCHEDULE, new CorrelationId(Secrets.generateId())), lead);
            }
        } catch (UnsealingException foreign) {
            // Another node has a newer master key already; until this one is restarted with it, the keys it knows
            // serve.
            LOG.log(
                    System.Logger.Level.WARNING,
                    "The stored signing keys are sealed under another master key",
                    foreign);
        } catch (StoreUnavailableException gone) {
            LOG.log(System.Logger.Level.DEBUG, "Signing keys cannot be looked at now; those known serve on", gone);
        }
    }

    private void rotate(Administrator who, Duration ahead) {
        Instant now = ring.now();
        Instant kept = Instant.ofEpochMilli(now.toEpochMilli());
        List<StoredSigningKey> added = new ArrayList<>();
        List<String> hastened = new ArrayList<>();
        for (SigningKeySchedule last : newest()) {
            if (!last.signsFrom().isAfter(now)) {
                added.add(new StoredSigningKey(
                        ring.make(last.key().algorithm()),
                        kept,
                        kept.plus(ahead),
                        last.key().keyId()));
            } else if (ahead.isZero()) {
                hastened.add(last.key().keyId());
            }
        }
        if (added.isEmpty() && hastened.isEmpty()) {
            return;
        }
        List<String> next = new ArrayList<>(hastened);
        added.forEach(key -> next.add(key.key().keyId()));
        var event = new AdminEvent(
                kept,
                who.correlationId(),
                who.name(),
                "signing_keys.rotated",
                TARGET,
                TARGET,
                Optional.of(json("active", active(now), "signs_until", kept.plus(ahead))),
                Optional.of(json("next", next, "signs_from", kept.plus(ahead))));
        ring.commit(new Rotation(added, hastened, kept, Optional.of(event)));
    }

    /** The last key of each line. */
    private List<SigningKeySchedule> newest() {
        List<SigningKeySchedule> newest = new ArrayList<>();
        for (Algorithm algorithm : SigningKeyRing.OFFERED) {
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
