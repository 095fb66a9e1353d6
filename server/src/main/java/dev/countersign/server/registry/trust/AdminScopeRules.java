package dev.countersign.server.registry.trust;

import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.client.RegisteredClient.Access;
import dev.countersign.core.oauth.ApplicationId;
import dev.countersign.core.oauth.Audience;
import dev.countersign.core.oauth.GrantType;
import dev.countersign.core.oauth.ScopeSet;
import dev.countersign.server.operation.Authority;
import dev.countersign.server.operation.Problem;
import dev.countersign.server.registry.field.Pointer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The rules for applications with scopes of this server's own administration ({@code admin:…}). A user who can change
 * such an application, its secrets or its keys can act with its scopes, so this is reserved for users who hold these
 * scopes.
 */
public final class AdminScopeRules {
    private static final String SCOPES = "scopes";
    private static final String GRANT_TYPES = "grant_types";
    private static final String AUDIENCES = "audiences";
    private static final String NOT_HELD = "scope_not_held";

    private AdminScopeRules() {}

    /**
     * Returns the objections to changes of such applications; empty when the administrator holds all their scopes.
     * Every change of the trust configuration is checked here, for every interface.
     */
    public static List<Problem> objections(Authority authority, Trust trust, List<TrustChange> changes) {
        var objections = new ArrayList<Problem>();
        for (TrustChange change : changes) {
            Optional<RegisteredClient> before = touched(change).flatMap(trust::application);
            Optional<RegisteredClient> after = switch (change) {
                case TrustChange.ApplicationAdded added -> Optional.of(added.application());
                case TrustChange.ApplicationReplaced replaced -> Optional.of(replaced.after());
                default -> Optional.empty();
            };
            objections.addAll(objections(authority, before, after, Map.of()));
        }
        return objections.stream().distinct().toList();
    }

    private static Optional<ApplicationId> touched(TrustChange change) {
        return switch (change) {
            case TrustChange.ApplicationReplaced replaced ->
                Optional.of(replaced.after().id());
            case TrustChange.ApplicationRemoved removed -> Optional.of(removed.id());
            case TrustChange.SecretAdded added -> Optional.of(added.application());
            case TrustChange.SecretRemoved removed -> Optional.of(removed.application());
            case TrustChange.OwnerSet set -> Optional.of(new ApplicationId(set.id()));
            case TrustChange.ApplicationAdded _,
                    TrustChange.IssuerAdded _,
                    TrustChange.IssuerReplaced _,
                    TrustChange.IssuerRemoved _,
                    TrustChange.ApiResourceAdded _,
                    TrustChange.ApiResourceReplaced _,
                    TrustChange.ApiResourceRemoved _ -> Optional.empty();
        };
    }

    /**
     * Returns the objections to a change of one application.
     *
     * @param input the input of the change, so that a problem points to a scope in it
     */
    public static List<Problem> objections(
            Authority authority,
            Optional<RegisteredClient> before,
            Optional<RegisteredClient> after,
            Map<String, Object> input) {
        ScopeSet earlier = before.map(client -> client.access().scopes()).orElse(ScopeSet.EMPTY);
        ScopeSet later = after.map(client -> client.access().scopes()).orElse(ScopeSet.EMPTY);
        ScopeSet lacking = authority.lacking(earlier);
        if (!lacking.isEmpty()) {
            return List.of(new Problem(
                    "",
                    NOT_HELD,
                    "The application \"%s\" has admin: scopes that you do not have: %s. You need these scopes to change the application, its secrets, its keys or its state."
                            .formatted(before.map(RegisteredClient::name).orElseThrow(), lacking)));
        }
        return authority.lacking(later).tokens().stream()
                .map(scope -> new Problem(
                        pointer(input, SCOPES, scope),
                        NOT_HELD,
                        "You do not have the scope %s, so you cannot add it to an application.".formatted(scope)))
                .toList();
    }

    /**
     * Reports combinations that make such scopes useless or unsafe: they are granted to client credentials only, for
     * this server's own audience. Values stored by an earlier version do not prevent other changes.
     */
    static void combine(
            RegisteredClient application,
            Optional<RegisteredClient> before,
            Audience self,
            Map<String, Object> input,
            List<Problem> problems,
            List<Problem> warnings) {
        Access access = application.access();
        Optional<Access> stored = before.map(RegisteredClient::access)
                .filter(earlier -> earlier.scopes().hasAdministrative());
        if (!access.scopes().hasAdministrative()) {
            return;
        }
        if (!access.grantTypes().equals(Set.of(GrantType.CLIENT_CREDENTIALS))) {
            boolean isStored = stored.filter(earlier -> earlier.grantTypes().equals(access.grantTypes()))
                    .isPresent();
            (isStored ? warnings : problems)
                    .add(
                            new Problem(
                                    pointer(input, GRANT_TYPES, GrantType.JWT_BEARER.value()),
                                    Problem.NOT_ALLOWED,
                                    "Scopes that begin with admin: are granted only to client_credentials. Set grant_types to [\"client_credentials\"], and register another application for assertions."));
        }
        if (!access.audiences().isEmpty() && !access.audiences().contains(self)) {
            boolean isStored = stored.filter(earlier -> earlier.audiences().equals(access.audiences()))
                    .isPresent();
            (isStored ? warnings : problems)
                    .add(new Problem(
                            Pointer.to("", AUDIENCES),
                            Problem.NOT_ALLOWED,
                            "Scopes that begin with admin: are granted only for the audience of this server. Leave audiences empty, or include %s."
                                    .formatted(self.value())));
        }
    }

    /** Pointer to the text in a list of the input; to the list itself when the text is not in it. */
    private static String pointer(Map<String, Object> input, String list, String text) {
        String pointer = Pointer.to("", list);
        return input.get(list) instanceof List<?> elements && elements.contains(text)
                ? Pointer.to(pointer, elements.indexOf(text))
                : pointer;
    }
}
