package dev.countersign.server.people;

import dev.countersign.core.client.Throttles;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Consumer;

/** Services for the console's users. */
public record PeopleServices(Sessions sessions, SignIn signIn, SetUp setUp, People people) {

    /** The services over a store. */
    public static PeopleServices of(PeopleStore store, Throttles throttles, InstantSource clock) {
        return of(store, throttles, clock, Passwords.Cost.STANDARD, PeopleServices::sleep);
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
            Passwords.Cost cost,
            Consumer<Duration> pause) {
        var passwords = new Passwords(cost);
        return new PeopleServices(
                new Sessions(store, clock),
                new SignIn(store, passwords, throttles, clock, pause),
                new SetUp(store, passwords, clock),
                new People(store, passwords, clock));
    }
}
