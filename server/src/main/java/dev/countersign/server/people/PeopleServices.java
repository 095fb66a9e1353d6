package dev.countersign.server.people;

import dev.countersign.core.client.Throttles;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Consumer;

/** Services for the console's users. */
public record PeopleServices(
        Sessions sessions, SignIn signIn, ProviderSignIn providerSignIn, SetUp setUp, People people) {

    /**
     * The services over a store.
     *
     * @param passwords whether people sign in with passwords
     */
    public static PeopleServices of(PeopleStore store, Throttles throttles, InstantSource clock, boolean passwords) {
        return of(store, throttles, clock, new Passwords(Passwords.Cost.STANDARD, passwords), PeopleServices::sleep);
    }

    private static void sleep(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    static PeopleServices of(
            PeopleStore store,
            Throttles throttles,
            InstantSource clock,
            Passwords passwords,
            Consumer<Duration> pause) {
        var signIn = new SignIn(store, passwords, throttles, clock, pause);
        return new PeopleServices(
                new Sessions(store, clock),
                signIn,
                new ProviderSignIn(store, signIn, clock),
                new SetUp(store, passwords, clock),
                new People(store, passwords, clock));
    }
}
