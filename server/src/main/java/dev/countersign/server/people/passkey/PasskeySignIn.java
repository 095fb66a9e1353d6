package dev.countersign.server.people.passkey;

import com.webauthn4j.data.AuthenticationData;
import dev.countersign.core.jose.json.JsonText;
import dev.countersign.core.jose.signing.Secrets;
import dev.countersign.core.oauth.CorrelationId;
import dev.countersign.server.operation.Administrator;
import dev.countersign.server.operation.ServerAuthor;
import dev.countersign.server.people.PeopleEvents;
import dev.countersign.server.people.PeopleStore;
import dev.countersign.server.people.Person;
import dev.countersign.server.people.Session;
import dev.countersign.server.people.SessionToken;
import dev.countersign.server.people.SignIn;
import dev.countersign.server.people.passkey.Ceremonies.Verdict;
import dev.countersign.server.people.passkey.Challenges.Purpose;
import dev.countersign.server.people.passkey.PasskeyStore.Owned;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Sign-in with a passkey, without a user name: the authenticator names the account. Failures delay further attempts
 * like those with a password.
 */
public final class PasskeySignIn {
    private final PasskeyStore store;
    private final PeopleStore people;
    private final SignIn throttle;
    private final RelyingParty party;
    private final Challenges challenges;
    private final InstantSource clock;

    PasskeySignIn(
            PasskeyStore store,
            PeopleStore people,
            SignIn throttle,
            RelyingParty party,
            Challenges challenges,
            InstantSource clock) {
        this.store = store;
        this.people = people;
        this.throttle = throttle;
        this.party = party;
        this.challenges = challenges;
        this.clock = clock;
    }

    /** The browser in which the ceremony took place. */
    public record Browser(String visitor, String address, String userAgent, CorrelationId correlationId) {}

    /** Result of an attempt. */
    public sealed interface Attempt {
        /** The credential was judged, or was not because of earlier failures. */
        record Judged(SignIn.Outcome outcome) implements Attempt {}

        /** Failure: the text is no credential. */
        record Unreadable() implements Attempt {}

        /** Failure: the challenge is not one that this browser received in the last five minutes. */
        record Expired() implements Attempt {}
    }

    /**
     * The options of an authentication (WebAuthn Level 3 §5.5).
     *
     * @param visitor the form token of the visitor
     */
    public String options(String visitor) {
        var members = new LinkedHashMap<String, Object>();
        members.put("challenge", challenges.issue(Purpose.signIn(visitor)));
        members.put("timeout", Challenges.VALID.toMillis());
        members.put("rpId", party.id());
        members.put("userVerification", "required");
        return JsonText.text(members);
    }

    /**
     * Verifies an authentication, and begins a session.
     *
     * @param credential the credential of the ceremony, as JSON
     */
    public Attempt attempt(String credential, Browser browser) {
        Optional<CeremonyText.Read<AuthenticationData>> read = CeremonyText.authentication(credential);
        Optional<PasskeyId> id = CeremonyText.credentialId(credential);
        if (read.isEmpty() || id.isEmpty()) {
            return new Attempt.Unreadable();
        }
        return challenges
                .accept(
                        Purpose.signIn(browser.visitor()),
                        read.get().challenge().getValue())
                .<Attempt>map(challenge -> judged(id.get(), read.get(), challenge, browser))
                .orElseGet(Attempt.Expired::new);
    }

    private Attempt judged(
            PasskeyId id, CeremonyText.Read<AuthenticationData> read, UsedChallenge challenge, Browser browser) {
        return new Attempt.Judged(
                throttle.inTurn("passkey " + id.value(), browser.address(), () -> judge(id, read, challenge, browser)));
    }

    private SignIn.Outcome judge(
            PasskeyId id, CeremonyText.Read<AuthenticationData> read, UsedChallenge challenge, Browser browser) {
        Optional<Owned> owned = store.find(id);
        if (owned.isEmpty()) {
            return refuse(Optional.empty(), "unknown_passkey", browser);
        }
        Person owner = owned.get().owner();
        if (!owner.enabled()) {
            return refuse(Optional.of(owner), "disabled", browser);
        }
        if (!Arrays.equals(read.data().getUserHandle(), Passkeys.handle(owner.id()))) {
            return refuse(Optional.of(owner), "user_handle", browser);
        }
        Verdict<Long> verdict = new Ceremonies(party)
                .verify(read.data(), read.challenge(), owned.get().passkey());
        return switch (verdict) {
            case Verdict.Valid<Long>(var counter) -> begin(owned.get(), counter, challenge, browser);
            case Verdict.Refused<Long>(var refusal) ->
                refuse(Optional.of(owner), refusal.name().toLowerCase(Locale.ROOT), browser);
        };
    }

    private SignIn.Outcome begin(Owned owned, long counter, UsedChallenge challenge, Browser browser) {
        Instant now = clock.instant();
        Person owner = owned.owner();
        var token = new SessionToken(Secrets.generate());
        Session session = Session.begin(owner, browser.address(), browser.userAgent(), now);
        PasskeyStore.Result result = store.begin(
                owned.passkey().id(),
                counter,
                challenge,
                session,
                token.hash(),
                events(owner.username(), browser, now).started(session, "passkey"));
        return switch (result) {
            case DONE -> new SignIn.Outcome.SignedIn(session, token);
            case CHALLENGE_USED -> refuse(Optional.of(owner), "challenge_used", browser);
            case COUNTER_BEHIND -> refuse(Optional.of(owner), "signature_counter", browser);
            case NOT_FOUND, KNOWN, TOO_MANY, LAST_WAY_IN -> refuse(Optional.of(owner), "disabled", browser);
        };
    }

    private SignIn.Outcome refuse(Optional<Person> owner, String reason, Browser browser) {
        var facts = new LinkedHashMap<String, Object>(Map.of("address", browser.address()));
        facts.put("method", "passkey");
        facts.put("reason", reason);
        people.record(
                events(ServerAuthor.UNKNOWN.word(), browser, clock.instant()).refused(owner, facts));
        return new SignIn.Outcome.Refused();
    }

    private static PeopleEvents events(String administrator, Browser browser, Instant now) {
        return new PeopleEvents(new Administrator(administrator, browser.correlationId()), now);
    }
}
