package dev.countersign.server.people.token;

import dev.countersign.base.text.VisibleCharacters;
import dev.countersign.core.jose.signing.Secrets;
import dev.countersign.server.operation.Administrator;
import dev.countersign.server.operation.Outcome;
import dev.countersign.server.operation.Problem;
import dev.countersign.server.operation.StoreUnavailableException;
import dev.countersign.server.operation.Timestamps;
import dev.countersign.server.people.Person;
import dev.countersign.server.people.PersonId;
import dev.countersign.server.people.Role;
import dev.countersign.server.people.token.PersonalTokenStore.Owned;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Personal access tokens of the users of one organization. A token is valid until it expires or is revoked, and while its
 * person is enabled; each request is checked in the store, so that an end is in effect at once at every node.
 */
public final class PersonalTokens {
    /** The most tokens of a person. */
    public static final int MOST = 20;

    /** The longest and the usual validity, in days. */
    public static final int MOST_DAYS = 365;

    public static final int USUAL_DAYS = 30;

    private static final int LONGEST_NAME = 64;

    /** Precision of the recorded last use; recording every request would make each read cost a write. */
    private static final Duration NOTED_EVERY = Duration.ofMinutes(1);

    private static final System.Logger LOG = System.getLogger(PersonalTokens.class.getName());

    /** Time after the last sign-in of a person of the OpenID provider in which the provider's decision is relied on. */
    private static final Duration PROVIDER_TRUSTED = Duration.ofDays(30);

    private final PersonalTokenStore store;
    private final Optional<String> provider;
    private final InstantSource clock;

    /** @param provider the issuer of the OpenID provider with which people sign in now, if there is one */
    public PersonalTokens(PersonalTokenStore store, Optional<String> provider, InstantSource clock) {
        this.store = store;
        this.provider = provider;
        this.clock = clock;
    }

    /**
     * New token as entered.
     *
     * @param role empty when none of the roles was chosen
     * @param days the validity; empty when it was no whole number
     */
    public record Draft(String name, Optional<Role> role, Optional<Integer> days) {}

    /** New token with its text, which is shown once. */
    public record Issued(PersonalToken token, PersonalTokenText text) {}

    /** Result of checking a presented token. */
    public sealed interface Verdict {
        /**
         * Valid.
         *
         * @param role the lower of the roles of the token and of the person
         */
        record Valid(PersonalToken token, Person person, Role role) implements Verdict {}

        /** Refused: it is of this organization and was valid. */
        record Expired() implements Verdict {}

        /** Refused: its person has not signed in with the OpenID provider for too long. */
        record Unconfirmed() implements Verdict {}

        /** Refused: it is unknown or revoked, or its person is disabled or of another OpenID provider than the present one. */
        record Invalid() implements Verdict {}
    }

    /** Checks a presented token and records its use. */
    public Verdict check(String presented) {
        Instant now = clock.instant();
        Optional<Owned> found = PersonalTokenText.read(presented)
                .flatMap(text -> store.find(text.hash()))
                .filter(owned -> owned.person().enabled() && isOfPresentProvider(owned.person()));
        if (found.isEmpty()) {
            return new Verdict.Invalid();
        }
        PersonalToken token = found.get().token();
        if (token.isExpired(now)) {
            return new Verdict.Expired();
        }
        Person person = found.get().person();
        if (person.provider().isPresent() && !isConfirmed(person, now)) {
            return new Verdict.Unconfirmed();
        }
        note(token, now);
        return new Verdict.Valid(token, person, person.role().covers(token.role()) ? token.role() : person.role());
    }

    private boolean isOfPresentProvider(Person person) {
        return person.provider()
                .map(account -> provider.filter(account.issuer()::equals).isPresent())
                .orElse(true);
    }

    /** The provider does not tell that it no longer admits a person, who then no longer signs in. */
    private static boolean isConfirmed(Person person, Instant now) {
        return person.lastSignedInAt()
                .filter(last -> now.isBefore(last.plus(PROVIDER_TRUSTED)))
                .isPresent();
    }

    /** Records the use of a token, which remains valid while the store is read-only. */
    private void note(PersonalToken token, Instant now) {
        if (token.lastUsedAt()
                .filter(last -> now.isBefore(last.plus(NOTED_EVERY)))
                .isPresent()) {
            return;
        }
        try {
            store.used(token.id(), now);
        } catch (StoreUnavailableException readOnly) {
            LOG.log(Level.DEBUG, "The use of a personal access token could not be recorded", readOnly);
        }
    }

    /** The tokens of a user, expired ones too, the newest first. */
    public List<PersonalToken> of(PersonId person) {
        return store.of(person);
    }

    /** The used tokens that expire within a time from now. */
    public List<Owned> expiringWithin(Duration time) {
        Instant now = clock.instant();
        return store.expiring(now, now.plus(time));
    }

    /** The current time. */
    public Instant now() {
        return clock.instant();
    }

    /** Creates a token of the user who is the author of the change. */
    public Outcome<Issued> create(Person person, Draft draft, Administrator administrator) {
        List<Problem> problems = problems(person, draft);
        if (!problems.isEmpty()) {
            return new Outcome.Invalid<>(problems);
        }
        Instant now = Timestamps.now(clock);
        var token = new PersonalToken(
                new PersonalTokenId(Secrets.generateId()),
                person.id(),
                draft.name(),
                draft.role().orElseThrow(),
                now,
                now.plus(Duration.ofDays(draft.days().orElseThrow())),
                Optional.empty());
        PersonalTokenText text = PersonalTokenText.generate();
        var event = new PersonalTokenEvents(administrator, now).created(token, person);
        return switch (store.add(token, text.hash(), MOST, event)) {
            case DONE -> new Outcome.Done<>(new Issued(token, text));
            case NO_PERSON -> new Outcome.NotFound<>();
            case NAME_TAKEN ->
                new Outcome.Invalid<>(List.of(new Problem(
                        "/name", Problem.DUPLICATE, "You have a token with this name. Choose another name.")));
            case TOO_MANY ->
                new Outcome.Conflict<>(
                        "too_many_tokens",
                        "You have %s tokens, which is the maximum. Revoke one first.".formatted(MOST),
                        List.of());
        };
    }

    private static List<Problem> problems(Person person, Draft draft) {
        var problems = new ArrayList<Problem>();
        String name = draft.name();
        boolean good = !name.isBlank()
                && name.equals(name.strip())
                && name.codePointCount(0, name.length()) <= LONGEST_NAME
                && name.codePoints().allMatch(VisibleCharacters::is);
        if (!good) {
            problems.add(new Problem(
                    "/name",
                    Problem.MALFORMED,
                    "Enter a name of 1 to %s printable characters.".formatted(LONGEST_NAME)));
        }
        if (draft.role().isEmpty()) {
            problems.add(new Problem("/role", Problem.REQUIRED, "Choose a role."));
        } else if (!person.role().covers(draft.role().get())) {
            problems.add(new Problem(
                    "/role",
                    Problem.NOT_ALLOWED,
                    "Your role is %s. Choose it or a lower one."
                            .formatted(person.role().word())));
        }
        if (draft.days().filter(days -> days >= 1 && days <= MOST_DAYS).isEmpty()) {
            problems.add(new Problem(
                    "/days", Problem.OUT_OF_RANGE, "Enter a number of days from 1 to %s.".formatted(MOST_DAYS)));
        }
        return problems;
    }

    /** Revokes a token of this user; the id of another user's token counts as unknown. */
    public Outcome<PersonalToken> revoke(PersonId person, PersonalTokenId id, Administrator administrator) {
        Predicate<Owned> isTheirs = owned -> owned.person().id().equals(person);
        return store.find(id)
                .filter(isTheirs)
                .filter(owned -> store.remove(
                        id,
                        new PersonalTokenEvents(administrator, Timestamps.now(clock))
                                .revoked(owned.token(), owned.person())))
                .<Outcome<PersonalToken>>map(owned -> new Outcome.Done<>(owned.token()))
                .orElseGet(Outcome.NotFound::new);
    }
}
