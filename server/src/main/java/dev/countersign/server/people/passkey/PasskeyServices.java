package dev.countersign.server.people.passkey;

import dev.countersign.core.jose.signing.KeyedHash;
import dev.countersign.server.people.PeopleStore;
import dev.countersign.server.people.SignIn;
import java.time.InstantSource;

/** Services for the passkeys of the console's users. */
public record PasskeyServices(RelyingParty party, Passkeys passkeys, PasskeySignIn signIn) {

    /**
     * The services over the stores of an organization.
     *
     * @param signIn has the delays after failed attempts
     * @param hash keyed hash function of the organization, whose key all nodes share
     */
    public static PasskeyServices of(
            PasskeyStore store,
            PeopleStore people,
            SignIn signIn,
            RelyingParty party,
            KeyedHash hash,
            InstantSource clock) {
        var challenges = new Challenges(hash, clock);
        return new PasskeyServices(
                party,
                new Passkeys(store, party, challenges, clock),
                new PasskeySignIn(store, people, signIn, party, challenges, clock));
    }
}
