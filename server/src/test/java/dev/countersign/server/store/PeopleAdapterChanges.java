package dev.countersign.server.store;

import static dev.countersign.server.store.ledger.Redemptions.NOW;

import dev.countersign.core.audit.AdminEvent;
import dev.countersign.core.jose.key.Sha256;
import dev.countersign.core.jwt.ReplayKey;
import dev.countersign.core.oauth.CorrelationId;
import dev.countersign.server.people.PeopleChange;
import dev.countersign.server.people.Person;
import dev.countersign.server.people.PersonId;
import dev.countersign.server.people.ProviderSignIn;
import dev.countersign.server.people.Role;
import dev.countersign.server.people.Session;
import dev.countersign.server.people.SessionId;
import dev.countersign.server.people.passkey.Passkey;
import dev.countersign.server.people.passkey.PasskeyId;
import dev.countersign.server.people.passkey.UsedChallenge;
import dev.countersign.server.people.token.PersonalToken;
import dev.countersign.server.people.token.PersonalTokenId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Those of the {@linkplain AdapterChanges changes} that concern the users of the console, and what they sign in with. */
final class PeopleAdapterChanges {
    private final Map<String, BiConsumer<OrganizationDatabase, RowsOfEveryKind>> changes = new LinkedHashMap<>();

    PeopleAdapterChanges() {
        changePersonalTokens();
        changeSessions();
        changeSessionsOfProvider();
        changePasskeys();
        changePeople();
    }

    Map<String, BiConsumer<OrganizationDatabase, RowsOfEveryKind>> changes() {
        return changes;
    }

    private void changePersonalTokens() {
        changes.put("PersonalTokenStore.add(PersonalToken, Sha256, int, AdminEvent)", (db, rows) -> {
            var own = new PersonalToken(
                    new PersonalTokenId("own"),
                    ada(rows),
                    "taken",
                    Role.VIEWER,
                    NOW,
                    RowsOfEveryKind.EXPIRY,
                    Optional.empty());
            db.personalTokens().add(own, Sha256.ofUtf8("own"), 9, AdapterChanges.event("token.created"));
        });
        changes.put(
                "PersonalTokenStore.used(PersonalTokenId, Instant)",
                (db, rows) -> db.personalTokens().used(token(rows), NOW.plusSeconds(60)));
        changes.put(
                "PersonalTokenStore.remove(PersonalTokenId, AdminEvent)",
                (db, rows) -> db.personalTokens().remove(token(rows), AdapterChanges.event("token.revoked")));
    }

    private void changeSessions() {
        changes.put(
                "PeopleStore.keepSetupLink(Sha256, Instant)",
                (db, _) -> db.people().keepSetupLink(Sha256.ofUtf8("own"), NOW));
        changes.put(
                "PeopleStore.begin(Session, Sha256, AdminEvent)",
                (db, rows) -> db.people()
                        .begin(
                                new Session(new SessionId("own"), person(rows.id("ada")), NOW, NOW, "192.0.2.9", ""),
                                Sha256.ofUtf8("own"),
                                AdapterChanges.event("session.began")));
        changes.put(
                "PeopleStore.use(Sha256, Instant)",
                (db, _) -> db.people().use(Sha256.ofUtf8("state"), NOW.plusSeconds(600)));
        changes.put(
                "PeopleStore.rehash(PersonId, String, String)",
                (db, rows) -> db.people().rehash(ada(rows), "hash of ada", "taken"));
        changes.put(
                "PeopleStore.seen(SessionId, Instant)",
                (db, rows) -> db.people().seen(new SessionId(rows.id("session")), NOW.plusSeconds(60)));
        changes.put(
                "PeopleStore.end(SessionId, AdminEvent)",
                (db, rows) ->
                        db.people().end(new SessionId(rows.id("session")), AdapterChanges.event("session.ended")));
        changes.put(
                "PeopleStore.record(AdminEvent)",
                (db, _) -> db.people().record(AdapterChanges.event("sign_in.refused")));
    }

    private void changeSessionsOfProvider() {
        changes.put(
                "PeopleStore.begin(Session, Sha256, User, AdminEvent)",
                (db, rows) -> db.people()
                        .begin(
                                new Session(new SessionId("other"), person(rows.id("ada")), NOW, NOW, "192.0.2.9", ""),
                                Sha256.ofUtf8("other"),
                                new ProviderSignIn.User(
                                        new Person.ProviderAccount(RowsOfEveryKind.PROVIDER, "other"),
                                        "ada",
                                        Optional.of(Role.VIEWER),
                                        Optional.empty(),
                                        NOW.plusSeconds(600)),
                                AdapterChanges.event("session.began")));
        changes.put(
                "PeopleStore.end(Logout, Function)",
                (db, _) -> db.people()
                        .end(
                                new ProviderSignIn.Logout(
                                        RowsOfEveryKind.PROVIDER,
                                        Optional.of("subject"),
                                        Optional.empty(),
                                        new ReplayKey(Sha256.ofUtf8("logout"), NOW.plusSeconds(600)),
                                        NOW.plusSeconds(600),
                                        new CorrelationId("c")),
                                _ -> AdapterChanges.event("session.ended")));
    }

    private void changePeople() {
        changes.put("PeopleStore.commit(PeopleChange)", (db, rows) -> {
            AdminEvent event = AdapterChanges.event("person.changed");
            for (PeopleChange change : List.of(
                    new PeopleChange.Accepted(rows.hash("link"), NOW, "taken", event),
                    new PeopleChange.FirstAdded(person("eve"), "taken", rows.hash("setup"), NOW, event),
                    new PeopleChange.LinkMade(ada(rows), Sha256.ofUtf8("new"), NOW.plusSeconds(60), event),
                    new PeopleChange.PasswordChanged(ada(rows), "taken", Sha256.ofUtf8("none"), event),
                    new PeopleChange.RoleChanged(ada(rows), Role.VIEWER, event),
                    new PeopleChange.RoleClaimed(ada(rows), Role.EDITOR, event),
                    new PeopleChange.RoleLost(ada(rows), event),
                    new PeopleChange.EnabledChanged(ada(rows), false, event),
                    new PeopleChange.Removed(ada(rows), event))) {
                db.people().commit(change);
            }
        });
    }

    private void changePasskeys() {
        changes.put(
                "PasskeyStore.add(Passkey, UsedChallenge, AdminEvent)",
                (db, rows) -> db.passkeys().add(passkey("own", rows), challenge("own"), AdapterChanges.event("added")));
        changes.put(
                "PasskeyStore.begin(PasskeyId, long, UsedChallenge, Session, Sha256, AdminEvent)",
                (db, rows) -> db.passkeys()
                        .begin(
                                new PasskeyId(rows.id("passkey")),
                                9,
                                challenge("begun"),
                                new Session(new SessionId("begun"), person(rows.id("ada")), NOW, NOW, "192.0.2.9", ""),
                                Sha256.ofUtf8("begun"),
                                AdapterChanges.event("session.began")));
        changes.put(
                "PasskeyStore.rename(Passkey, String, AdminEvent)",
                (db, rows) -> db.passkeys()
                        .rename(passkey(rows.id("passkey"), rows), "taken", AdapterChanges.event("renamed")));
        changes.put(
                "PasskeyStore.remove(Passkey, AdminEvent)",
                (db, rows) -> db.passkeys().remove(passkey(rows.id("passkey"), rows), AdapterChanges.event("removed")));
        // the last one: it ends the other passkeys
        changes.put(
                "PasskeyStore.addByLink(Sha256, Instant, Passkey, UsedChallenge, AdminEvent)",
                (db, rows) -> db.passkeys()
                        .addByLink(
                                rows.hash("link"),
                                NOW,
                                passkey("linked", rows),
                                challenge("linked"),
                                AdapterChanges.event("added")));
    }

    private static Passkey passkey(String id, RowsOfEveryKind rows) {
        return new Passkey(new PasskeyId(id), ada(rows), "taken", "AA", 0, false, NOW, Optional.empty());
    }

    private static UsedChallenge challenge(String text) {
        return new UsedChallenge(Sha256.ofUtf8(text), NOW.plusSeconds(300));
    }

    private static PersonalTokenId token(RowsOfEveryKind rows) {
        return new PersonalTokenId(rows.id("token"));
    }

    private static PersonId ada(RowsOfEveryKind rows) {
        return new PersonId(rows.id("ada"));
    }

    private static Person person(String id) {
        return new Person(new PersonId(id), "eve", Role.ADMINISTRATOR, true, NOW, Optional.empty(), true);
    }
}
