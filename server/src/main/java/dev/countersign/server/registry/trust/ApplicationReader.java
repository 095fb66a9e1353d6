package dev.countersign.server.registry.trust;

import dev.countersign.core.client.ClientSecret;
import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.jose.signing.Secrets;
import dev.countersign.core.oauth.ApplicationId;
import dev.countersign.core.oauth.Audience;
import dev.countersign.core.oauth.ClientId;
import dev.countersign.server.operation.Problem;
import dev.countersign.server.operation.Timestamps;
import dev.countersign.server.registry.field.InputMembers;
import dev.countersign.server.registry.field.Reading;
import dev.countersign.server.registry.field.TextRule;
import dev.countersign.server.registry.keys.KeySourceReader;
import dev.countersign.server.registry.kind.ApplicationFields;
import dev.countersign.server.registry.kind.ApplicationFrame;
import dev.countersign.server.registry.kind.GrantTypeMembers;
import dev.countersign.server.registry.kind.SecretRules;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reader of an application's JSON: its members by {@link ApplicationFields}, and the rules over several of them.
 *
 * @param self this server's own audience, the only one for which its own scopes are granted
 * @param signing the algorithms with which this server can sign access tokens
 * @param keySources reader of the keys of applications that sign client assertions
 */
public record ApplicationReader(Audience self, List<Algorithm> signing, KeySourceReader keySources) {
    private static final TextRule SECRET = SecretRules.given();

    /**
     * Properties that the input does not determine.
     *
     * @param before the current application; a property accepted by an earlier version does not prevent other changes
     */
    public record Frame(
            Optional<RegisteredClient> before, ClientId clientId, List<ClientSecret> secrets, Instant now) {}

    /** The client id and secret that may be given at registration, so that existing clients can be migrated. */
    public record Credentials(Optional<ClientId> clientId, Optional<String> secret) {}

    /** Reads the members permitted at registration only, and reports their problems. */
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
     * Reads an application; read-only members and credentials are ignored.
     *
     * @param issuerNames names of the trusted token issuers
     */
    public Reading<RegisteredClient> read(Map<String, Object> input, Frame frame, Set<String> issuerNames) {
        var problems = new ArrayList<Problem>();
        var warnings = new ArrayList<Problem>();
        var members = new InputMembers(input, "", problems, ApplicationFields.TABLE.names());
        var whole = new ApplicationFrame(
                keySources,
                issuerNames,
                frame.before().map(RegisteredClient::id).orElseGet(() -> new ApplicationId(Secrets.generateId())),
                frame.clientId(),
                frame.before(),
                frame.secrets(),
                frame.before().map(RegisteredClient::createdAt).orElse(frame.now()),
                frame.before()
                        .map(earlier -> Timestamps.after(earlier.updatedAt(), frame::now))
                        .orElse(frame.now()));
        RegisteredClient application = ApplicationFields.TABLE.read(members, whole, problems, warnings);
        if (application.access().grantTypes().isEmpty()
                && application.access().introspectAudiences().isEmpty()) {
            warnings.add(new Problem(
                    "/grant_types",
                    "no_grant",
                    "The application has no grant type, so it cannot get tokens. Add one of %s."
                            .formatted(GrantTypeMembers.names())));
        }
        signingProblem(application).ifPresent(isStored(application, frame.before()) ? warnings::add : problems::add);
        AdminScopeRules.combine(application, frame.before(), self, input, problems, warnings);
        return new Reading<>(problems.isEmpty() ? Optional.of(application) : Optional.empty(), problems, warnings);
    }

    private static boolean isStored(RegisteredClient application, Optional<RegisteredClient> before) {
        return before.filter(earlier -> earlier.tokens().accessToken().signingAlgorithm()
                        == application.tokens().accessToken().signingAlgorithm())
                .isPresent();
    }

    private Optional<Problem> signingProblem(RegisteredClient application) {
        Algorithm wanted = application.tokens().accessToken().signingAlgorithm();
        return signing.contains(wanted)
                ? Optional.empty()
                : Optional.of(new Problem(
                        "/access_token/signing_alg",
                        Problem.NOT_ALLOWED,
                        "The signing keys of this server are in a hardware module, which has none of %s. Set one of %s."
                                .formatted(
                                        wanted.value(),
                                        signing.stream().map(Algorithm::value).collect(Collectors.joining(", ")))));
    }
}
