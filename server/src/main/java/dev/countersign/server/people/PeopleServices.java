package dev.countersign.server.people;

import java.time.InstantSource;

/** All that concerns who may use the console. */
public record PeopleServices(Sessions sessions, SignIn signIn, SetUp setUp, People people) {

    /** The services over a store. */
    public static PeopleServices of(PeopleStore store, InstantSource clock) {
        return of(store, clock, Passwords.Cost.STANDARD);
    }

    static PeopleServices of(PeopleStore store, InstantSource clock, Passwords.Cost cost) {
        var passwords = new Passwords(cost);
        return new PeopleServices(
                new Sessions(store, clock),
                new SignIn(store, passwords, clock),
                new SetUp(store, passwords, clock),
                new People(store, passwords, clock));
    }
}
