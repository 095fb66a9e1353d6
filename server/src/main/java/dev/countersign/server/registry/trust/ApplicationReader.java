package dev.countersign.server.registry.trust;

import dev.countersign.core.client.ClientSecret;
import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.oauth.ApplicationId;
import dev.countersign.core.oauth.Audience;
import dev.countersign.core.oauth.ClientId;
import dev.countersign.server.operation.Problem;
import dev.countersign.server.registry.field.InputMembers;
import dev.countersign.server.registry.field.Reading;
import dev.countersign.server.registry.field.TextRule;
import dev.countersign.server.registry.kind.ApplicationFields;
import dev.countersign.server.registry.kind.ApplicationFrame;
import dev.countersign.server.registry.kind.GrantTypeMembers;
import dev.countersign.server.registry.kind.KeySourceReader;
import dev.countersign.server.registry.kind.SecretRules;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reader of an application's JSON: its members by {@link ApplicationFields}, and the rules over several of them. */
public final class ApplicationReader {
    private static final TextRule SECRET = SecretRules.given();

    private final Audience self;
    private final KeySourceReader keySources;

    /**
     * Makes a reader.
     *
     * @param self our own audience, for which alone our own scopes are granted
     * @param keySources reads the keys of those that sign client assertions
     */
    public ApplicationReader(Audience self, KeySourceReader keySources) {
        this.self = self;
        this.keySources = keySources;
    }

    /**
     * What the input does not decide.
     *
     * @param before the application as it is; what an earlier version let it have does not stand against another change
     */
    public record Frame(
            ApplicationId id,
            ClientId clientId,
            Optional<RegisteredClient> before,
            List<ClientSecret> secrets,
            Instant createdAt,
            Instant updatedAt) {}

    /** The client id and secret that may be given at registration, so that existing clients can move here. */
    public record Credentials(Optional<ClientId> clientId, Optional<String> secret) {}

    /** Reads the members that a registration alone may have, noting what is wrong with them. */
    public static Reading<Credentials> credentials(Map<String, Object> input) {
        var problems = new ArrayList<Problem>();
        var members = new InputMembers(input, "", problems, input.keySet());
        var credentials = new Credentials(
                members.optionalText("client_id", ApplicationFields.CLIENT_ID_RULE)
                        .map(ClientId::new),
                members.optionalText("client_secret", SECRET));
        return new Reading<>(
                problems.isEmpty() ? Optional.of(credentials) : Optional.empty(),
                problems,
                credentials.secret().flatMap(SecretRules::warning).stream().toList());
    }

    /**
     * Reads an application; members that are read-only are passed over, and so are credentials.
     *
     * @param issuerNames the trusted token issuers there are
     */
    public Reading<RegisteredClient> read(Map<String, Object> input, Frame frame, Set<String> issuerNames) {
        var problems = new ArrayList<Problem>();
        var warnings = new ArrayList<Problem>();
        var members = new InputMembers(input, "", problems, ApplicationFields.TABLE.names());
        var whole = new ApplicationFrame(
                keySources,
                issuerNames,
                frame.id(),
                frame.clientId(),
                frame.before(),
                frame.secrets(),
                frame.createdAt(),
                frame.updatedAt());
        RegisteredClient application = ApplicationFields.TABLE.read(members, whole, problems, warnings);
        if (application.grantTypes().isEmpty()
                && application.introspectAudiences().isEmpty()) {
            warnings.add(new Problem(
                    "/grant_types",
                    "no_grant",
                    "The application has no grant type, so it cannot get tokens. Add one of %s."
                            .formatted(GrantTypeMembers.names())));
        }
        AdminScopeRules.combine(application, frame.before(), self, input, problems, warnings);
        return new Reading<>(problems.isEmpty() ? Optional.of(application) : Optional.empty(), problems, warnings);
    }
}
