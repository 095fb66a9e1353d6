package dev.countersign.cli.migration;

import dev.countersign.cli.remote.CallFailedException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.node.ObjectNode;

/** Keycloak 26: realm exports, and lists of identity providers, clients, client scopes and users. */
final class KeycloakProduct implements OtherProduct {
    @Override
    public String name() {
        return "keycloak";
    }

    @Override
    public String title() {
        return "Keycloak";
    }

    @Override
    public String files() {
        return "A realm as kc.sh export or the console write it, or an answer of kcadm get: a realm, identity-provider/instances,"
                + " clients, client-scopes or users; or a folder of them.";
    }

    @Override
    public String example() {
        return "realm-export.json";
    }

    @Override
    public void read(List<ExportedDocument> documents, Migration migration) throws CallFailedException {
        var realm = new Realm();
        for (ExportedDocument document : documents) {
            for (ObjectNode record : document.records(this)) {
                if (!realm.take(record)) {
                    throw document.unknown(this);
                }
            }
        }
        realm.check();
        for (String member : realm.policies()) {
            migration
                    .report()
                    .add(
                            Fate.UNDECIDED,
                            "realm",
                            member,
                            "Client policies can refuse the grant in Keycloak, and cannot be carried. All issuers are written with"
                                    + " enabled: false until this is decided.");
        }
        Map<String, String> carried = new KeycloakIssuers(realm, migration).read();
        new KeycloakClients(realm, migration, carried).read();
    }

    /** A realm, collected from one file or several. */
    static final class Realm {
        private static final List<String> POLICIES = List.of("clientPolicies", "clientProfiles");

        private final Set<String> names = new HashSet<>();
        private final Set<String> policies = new TreeSet<>();
        private final List<ObjectNode> providers = new ArrayList<>();
        private final List<ObjectNode> clients = new ArrayList<>();
        private final List<ObjectNode> scopes = new ArrayList<>();
        private final List<ObjectNode> users = new ArrayList<>();
        private boolean hasUsers;
        private boolean enabled = true;
        private Optional<Long> lifetime = Optional.empty();

        /** Takes a record; false when it is none of a realm. */
        boolean take(ObjectNode record) throws CallFailedException {
            if (ExportedDocument.has(record, "realm")) {
                takeRealm(ForeignRecord.of("realm", record), record);
            } else if (ExportedDocument.has(record, "providerId") && ExportedDocument.has(record, "alias")) {
                providers.add(record);
            } else if (ExportedDocument.has(record, "clientId")) {
                clients.add(record);
            } else if (ExportedDocument.has(record, "username")) {
                takeUser(record);
            } else if (ExportedDocument.has(record, "protocol") && ExportedDocument.has(record, "name")) {
                scopes.add(record);
            } else {
                return false;
            }
            return true;
        }

        private void takeRealm(ForeignRecord realm, ObjectNode record) throws CallFailedException {
            names.add(realm.text("realm").orElse(""));
            // a file of users has neither member
            enabled &= realm.flag(true, "enabled");
            lifetime = realm.number("accessTokenLifespan").or(() -> lifetime);
            POLICIES.stream().filter(realm::has).forEach(policies::add);
            addAll(realm, record, "identityProviders", providers);
            addAll(realm, record, "clients", clients);
            addAll(realm, record, "clientScopes", scopes);
            var found = new ArrayList<ObjectNode>();
            hasUsers |= record.has("users");
            addAll(realm, record, "users", found);
            users.addAll(found);
        }

        private static void addAll(ForeignRecord realm, ObjectNode record, String member, List<ObjectNode> to)
                throws CallFailedException {
            for (var element : record.path(member)) {
                if (!(element instanceof ObjectNode object)) {
                    throw realm.malformed(member, "must be a list of records");
                }
                to.add(object);
            }
        }

        /** The users of kcadm have links only when they were asked for with them. */
        private void takeUser(ObjectNode user) {
            hasUsers |= user.has("federatedIdentities");
            users.add(user);
        }

        void check() throws CallFailedException {
            if (names.size() > 1) {
                throw CallFailedException.data(
                        "The files have several realms. Import one realm at a time, each into an organization of its own.");
            }
        }

        List<ObjectNode> providers() {
            return providers;
        }

        List<ObjectNode> clients() {
            return clients;
        }

        List<ObjectNode> scopes() {
            return scopes;
        }

        List<ObjectNode> users() {
            return users;
        }

        /** Whether the files have the users with their links to identity providers. */
        boolean hasUsers() {
            return hasUsers;
        }

        /** The members with client policies or their profiles. */
        Set<String> policies() {
            return policies;
        }

        boolean enabled() {
            return enabled;
        }

        /** The lifetime of access tokens in seconds, unless a client has its own. */
        Optional<Long> lifetime() {
            return lifetime;
        }
    }
}
