package dev.countersign.server.people;

import dev.countersign.core.oauth.CorrelationId;
import dev.countersign.server.insight.AuditQuery;
import dev.countersign.server.insight.AuditRecord;
import dev.countersign.server.operation.Administrator;
import dev.countersign.server.people.Person.WaysIn;
import dev.countersign.server.people.token.PersonalTokens;
import dev.countersign.server.store.Database;
import dev.countersign.server.store.OrganizationDatabase;
import dev.countersign.server.store.column.OrganizationKey;
import dev.countersign.server.store.database.Retention;
import dev.countersign.server.store.database.StoreSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** The users of a real embedded database, with a clock set by the test. */
public final class PeopleFixture implements AutoCloseable {
    public static final CorrelationId ID = new CorrelationId("test");
    public static final Administrator ADA = new Administrator("ada", ID);
    public static final String PASSWORD = "correct horse battery";
    public static final String ADDRESS = "192.0.2.1";

    private static final Optional<String> PROVIDER = Optional.of("https://idp.example");

    private final Database database;
    public final PeopleServices services;
    final PersonalTokens tokens;
    public Instant now = Instant.parse("2026-11-24T12:00:00Z");
    /** Whether time passes for those who wait. */
    volatile boolean pauses = true;
    /** How long attempts have waited for their turn. */
    Duration waited = Duration.ZERO;

    public PeopleFixture(Path folder) {
        InstantSource clock = () -> now;
        this.database = Database.open(
                new StoreSettings(Optional.empty(), Optional.empty(), Optional.empty(), 2, folder),
                new Retention(Duration.ofDays(7), Duration.ofDays(90)),
                clock,
                _ -> {});
        this.services = PeopleServices.of(
                rows().people(), database.throttles(), clock, new Passwords(new Passwords.Cost(64, 1, 1)), this::pause);
        this.tokens = new PersonalTokens(rows().personalTokens(), PROVIDER, clock);
    }

    /** The same people on a server on which passwords are switched off. */
    PeopleServices withoutPasswords() {
        return PeopleServices.of(
                database.of(OrganizationKey.ROOT)
                        .with(new WaysIn(false, true, PROVIDER))
                        .people(),
                database.throttles(),
                () -> now,
                new Passwords(new Passwords.Cost(64, 1, 1), false),
                this::pause);
    }

    /** The rows of the root organization. */
    public OrganizationDatabase rows() {
        return database.of(OrganizationKey.ROOT).with(new WaysIn(true, true, PROVIDER));
    }

    /** The first administrator. */
    public Person ada() {
        services.setUp().ensure("ada", PASSWORD, ID);
        return named("ada");
    }

    public Person named(String username) {
        return services.people().all().stream()
                .filter(person -> person.username().equals(username))
                .findFirst()
                .orElseThrow();
    }

    SignIn.Outcome attempt(String username, String password) {
        return attempt(username, password, ADDRESS);
    }

    SignIn.Outcome attempt(String username, String password, String address) {
        return services.signIn().attempt(username, password, address, "a browser", ID);
    }

    SessionToken signedIn(String username, String password) {
        if (attempt(username, password) instanceof SignIn.Outcome.SignedIn(var _, var token)) {
            return token;
        }
        throw new AssertionError(username + " cannot sign in");
    }

    public Optional<Session> session(SessionToken token) {
        return services.sessions().find(token);
    }

    /** Lets no time pass for those who wait. */
    public void stopPauses() {
        pauses = false;
    }

    private void pause(Duration time) {
        if (pauses) {
            waited = waited.plus(time);
            pass(time);
        }
    }

    public void pass(Duration time) {
        now = now.plus(time);
    }

    /** Everything on record, the newest first. */
    public List<AuditRecord> audit() {
        var all = new AuditQuery(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                AuditQuery.Stretch.backFrom(
                        database.of(OrganizationKey.ROOT).auditRecords().latest()),
                1000);
        return database.of(OrganizationKey.ROOT)
                .auditRecords()
                .search(all, Duration.ofSeconds(5))
                .found();
    }

    @Override
    public void close() {
        database.close();
    }
}
