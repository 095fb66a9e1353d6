package dev.countersign.server.people.passkey;

import com.webauthn4j.data.RegistrationData;
import dev.countersign.base.text.VisibleCharacters;
import dev.countersign.core.audit.AdminEvent;
import dev.countersign.core.jose.json.JsonText;
import dev.countersign.core.jose.key.Base64Url;
import dev.countersign.server.operation.Administrator;
import dev.countersign.server.operation.Outcome;
import dev.countersign.server.operation.Problem;
import dev.countersign.server.people.PeopleEvents;
import dev.countersign.server.people.Person;
import dev.countersign.server.people.PersonId;
import dev.countersign.server.people.SetupCode;
import dev.countersign.server.people.passkey.Ceremonies.Refusal;
import dev.countersign.server.people.passkey.Ceremonies.Verdict;
import dev.countersign.server.people.passkey.Challenges.Purpose;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The passkeys of the console's users: added in a ceremony of the browser, renamed and removed. */
public final class Passkeys {
    /** The name of a passkey that is added by a link. */
    static final String FIRST_NAME = "Passkey";

    private final PasskeyStore store;
    private final RelyingParty party;
    private final Challenges challenges;
    private final InstantSource clock;

    Passkeys(PasskeyStore store, RelyingParty party, Challenges challenges, InstantSource clock) {
        this.store = store;
        this.party = party;
        this.challenges = challenges;
        this.clock = clock;
    }

    /** Outcome of a registration. */
    public sealed interface Added {
        record Done(Passkey passkey) implements Added {}

        /** Failure: the text is no credential. */
        record Unreadable() implements Added {}

        /** Failure: the credential is not accepted, for the reason in the sentence. */
        record Refused(String sentence) implements Added {}
    }

    /** The passkeys of a user, the oldest first. */
    public List<Passkey> of(Person owner) {
        return store.of(owner.id());
    }

    /** The passkey with this id, if it belongs to the user. */
    public Optional<Passkey> find(Person owner, PasskeyId id) {
        return of(owner).stream().filter(passkey -> passkey.id().equals(id)).findFirst();
    }

    /** The problems of a name. */
    public static List<Problem> problems(String name) {
        boolean good = !name.isBlank()
                && name.codePointCount(0, name.length()) <= Passkey.LONGEST_NAME
                && name.codePoints().allMatch(VisibleCharacters::is);
        return good
                ? List.of()
                : List.of(new Problem(
                        "/name",
                        "malformed",
                        "Enter a name of 1 to %s printable characters.".formatted(Passkey.LONGEST_NAME)));
    }

    /**
     * The options of a registration (WebAuthn Level 3 §5.4) for a signed-in user who has confirmed the change.
     *
     * @param visitor the form token of the visitor
     */
    public String options(Person owner, String visitor) {
        return options(owner, Purpose.add(owner.id().value(), visitor));
    }

    /** The same for the user of a link. */
    public String options(Person owner, SetupCode code, String visitor) {
        return options(owner, purpose(code, visitor));
    }

    private String options(Person owner, Purpose purpose) {
        var members = new LinkedHashMap<String, Object>();
        members.put("rp", Map.of("id", party.id(), "name", party.name()));
        members.put(
                "user",
                Map.of(
                        "id", Base64Url.encode(handle(owner.id())),
                        "name", party.accountName(owner.username()),
                        "displayName", party.accountName(owner.username())));
        members.put("challenge", challenges.issue(purpose));
        members.put("timeout", Challenges.VALID.toMillis());
        members.put(
                "pubKeyCredParams",
                Ceremonies.ALGORITHMS.stream()
                        .map(number -> Map.of("type", "public-key", "alg", number))
                        .toList());
        members.put(
                "excludeCredentials",
                of(owner).stream()
                        .map(passkey -> Map.of("type", "public-key", "id", passkey.credentialId()))
                        .toList());
        members.put(
                "authenticatorSelection",
                Map.of("residentKey", "required", "requireResidentKey", true, "userVerification", "required"));
        members.put("attestation", "none");
        return JsonText.text(members);
    }

    /** The user handle (WebAuthn Level 3 §4): the id, which says nothing about the user. */
    static byte[] handle(PersonId id) {
        return id.value().getBytes(StandardCharsets.UTF_8);
    }

    private static Purpose purpose(SetupCode code, String visitor) {
        return Purpose.add(code.hash().hex(), visitor);
    }

    /**
     * Adds a passkey of the signed-in user.
     *
     * @param visitor the form token of the visitor, the same as for the options
     * @param credential the credential that the browser made, as JSON
     */
    public Added add(Person owner, String visitor, String name, String credential, Administrator administrator) {
        return register(credential, Purpose.add(owner.id().value(), visitor), (registered, challenge) -> {
            Passkey passkey = passkey(owner, name.strip(), registered);
            return stored(passkey, store.add(passkey, challenge, event("added", administrator, owner, passkey)));
        });
    }

    /** Adds a passkey by a link, once, in the place of a password. */
    public Added addByLink(
            SetupCode code, Person owner, String visitor, String credential, Administrator administrator) {
        return register(credential, purpose(code, visitor), (registered, challenge) -> {
            Passkey passkey = passkey(owner, FIRST_NAME, registered);
            return stored(
                    passkey,
                    store.addByLink(
                            code.hash(),
                            clock.instant(),
                            passkey,
                            challenge,
                            event("added", administrator, owner, passkey)));
        });
    }

    private interface Storing {
        Added of(Ceremonies.Credential registered, UsedChallenge challenge);
    }

    private Added register(String credential, Purpose purpose, Storing storing) {
        Optional<CeremonyText.Read<RegistrationData>> read = CeremonyText.registration(credential);
        if (read.isEmpty()) {
            return new Added.Unreadable();
        }
        Optional<UsedChallenge> challenge =
                challenges.accept(purpose, read.get().challenge().getValue());
        if (challenge.isEmpty()) {
            return new Added.Refused("This took longer than 5 minutes. Try again.");
        }
        return switch (new Ceremonies(party)
                .verify(read.get().data(), read.get().challenge())) {
            case Verdict.Valid<Ceremonies.Credential>(var registered) -> storing.of(registered, challenge.get());
            case Verdict.Refused<Ceremonies.Credential>(var refusal) ->
                new Added.Refused(
                        refusal == Refusal.USER_NOT_VERIFIED
                                ? "The device did not verify its user. Use one with a fingerprint, a face or a PIN."
                                : "The passkey of this device is not acceptable. Use another device.");
        };
    }

    private Passkey passkey(Person owner, String name, Ceremonies.Credential registered) {
        return new Passkey(
                registered.id(),
                owner.id(),
                name,
                registered.text(),
                registered.counter(),
                registered.backupEligible(),
                Instant.ofEpochMilli(clock.millis()),
                Optional.empty());
    }

    private static Added stored(Passkey passkey, PasskeyStore.Result result) {
        return switch (result) {
            case DONE -> new Added.Done(passkey);
            case KNOWN -> new Added.Refused("This device has a passkey for this console already.");
            case TOO_MANY ->
                new Added.Refused("There are %s passkeys already. Remove one first.".formatted(Passkey.MOST));
            case CHALLENGE_USED -> new Added.Refused("This was sent twice. Look at the list of passkeys.");
            case NOT_FOUND, COUNTER_BEHIND, LAST_WAY_IN ->
                new Added.Refused("This account or this link is no longer valid.");
        };
    }

    /** Renames a passkey. */
    public Outcome<Passkey> rename(Person owner, PasskeyId id, String name, Administrator administrator) {
        List<Problem> problems = problems(name);
        if (!problems.isEmpty()) {
            return new Outcome.Invalid<>(problems);
        }
        Optional<Passkey> passkey = find(owner, id);
        return passkey.isPresent()
                ? outcome(
                        passkey.get(),
                        store.rename(
                                passkey.get(),
                                name.strip(),
                                event("renamed", administrator, owner, passkey.get(), name)))
                : new Outcome.NotFound<>();
    }

    /** Removes a passkey, unless its owner could not sign in any more. */
    public Outcome<Passkey> remove(Person owner, PasskeyId id, Administrator administrator) {
        Optional<Passkey> passkey = find(owner, id);
        return passkey.isPresent()
                ? outcome(
                        passkey.get(),
                        store.remove(passkey.get(), event("removed", administrator, owner, passkey.get())))
                : new Outcome.NotFound<>();
    }

    private static Outcome<Passkey> outcome(Passkey passkey, PasskeyStore.Result result) {
        return switch (result) {
            case DONE -> new Outcome.Done<>(passkey);
            case LAST_WAY_IN ->
                new Outcome.Conflict<>(
                        "last_way_in", "You could not sign in without this passkey. Add another one first.", List.of());
            default -> new Outcome.NotFound<>();
        };
    }

    private AdminEvent event(String action, Administrator administrator, Person owner, Passkey passkey) {
        return event(action, administrator, owner, passkey, passkey.name());
    }

    private AdminEvent event(String action, Administrator administrator, Person owner, Passkey passkey, String name) {
        var facts = new LinkedHashMap<String, Object>();
        facts.put("passkey_id", passkey.id().value());
        facts.put("name", name);
        return new PeopleEvents(administrator, clock.instant()).passkey(action, owner, facts);
    }
}
