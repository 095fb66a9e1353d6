package dev.countersign.server.registry.plan;

import dev.countersign.core.client.ClientSecret;
import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.jose.json.JsonNull;
import dev.countersign.core.jose.key.Sha256;
import dev.countersign.core.jose.signing.Secrets;
import dev.countersign.core.oauth.ClientId;
import dev.countersign.server.operation.Authority;
import dev.countersign.server.operation.Problem;
import dev.countersign.server.registry.change.ApplicationUseCases;
import dev.countersign.server.registry.field.InputMembers;
import dev.countersign.server.registry.field.Reading;
import dev.countersign.server.registry.kind.ApplicationFields;
import dev.countersign.server.registry.kind.SecretRules;
import dev.countersign.server.registry.trust.AdminScopeRules;
import dev.countersign.server.registry.trust.ApplicationReader;
import dev.countersign.server.registry.trust.Applications;
import dev.countersign.server.registry.trust.ChangeEvents;
import dev.countersign.server.registry.trust.RegisteredKind;
import dev.countersign.server.registry.trust.TrustChange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Planning of applications and their secrets; a secret is never in a file, but generated or sent separately. */
final class PlannedApplications implements PlannedKind<RegisteredClient> {
    private static final String SECRET = "secret";
    private static final String CLIENT_SECRET = "client_secret";
    private static final String WRITE = "admin:write";

    private final Set<String> issuerNames;
    private final ApplicationReader reader;
    private final Authority authority;
    private final ChangeEvents events;
    private final Instant now;
    private final List<TrustPlan.IssuedSecret> issued = new ArrayList<>();

    /**
     * Creates a planner.
     *
     * @param issuerNames names of the issuers after the plan
     * @param authority authority of the administrator who plans
     */
    PlannedApplications(
            Set<String> issuerNames, ApplicationReader reader, Authority authority, ChangeEvents events, Instant now) {
        this.issuerNames = issuerNames;
        this.reader = reader;
        this.authority = authority;
        this.events = events;
        this.now = now;
    }

    /** The secrets generated so far. */
    List<TrustPlan.IssuedSecret> issued() {
        return List.copyOf(issued);
    }

    @Override
    public RegisteredKind<RegisteredClient> kind() {
        return RegisteredKind.APPLICATIONS;
    }

    @Override
    public Reading<RegisteredClient> read(Map<String, Object> input, Optional<RegisteredClient> before) {
        var problems = new ArrayList<Problem>();
        Optional<Boolean> generate = generate(input, problems);
        Reading<ApplicationReader.Credentials> credentials = ApplicationReader.credentials(input);
        problems.addAll(credentials.problems());
        boolean noSecret = ApplicationUseCases.hasNoSecret(input);
        if (noSecret && (input.containsKey(CLIENT_SECRET) || generate.orElse(false))) {
            problems.add(new Problem(
                    "/" + (input.containsKey(CLIENT_SECRET) ? CLIENT_SECRET : SECRET),
                    Problem.NOT_ALLOWED,
                    "With this token_endpoint_auth_method, an application has no secret. Remove this member."));
        }
        var given = credentials
                .value()
                .orElseGet(() -> new ApplicationReader.Credentials(Optional.empty(), Optional.empty()));
        if (before.isPresent()
                && given.clientId()
                        .filter(id -> !id.equals(before.get().clientId()))
                        .isPresent()) {
            problems.add(new Problem(
                    "/client_id",
                    Problem.NOT_ALLOWED,
                    "The client id of an application cannot be changed. It is %s."
                            .formatted(before.get().clientId().value())));
        }
        var rest = new LinkedHashMap<>(input);
        rest.remove(SECRET);
        ClientId clientId = before.map(RegisteredClient::clientId)
                .or(given::clientId)
                .orElseGet(() -> new ClientId(Secrets.generateId()));
        Reading<RegisteredClient> reading = reader.read(
                rest,
                new ApplicationReader.Frame(
                        before, clientId, secrets(before, given.secret(), generate, input, clientId), now),
                issuerNames);
        problems.addAll(reading.problems());
        var warnings = new ArrayList<>(reading.warnings());
        warnings.addAll(credentials.warnings());
        return new Reading<>(problems.isEmpty() ? reading.value() : Optional.empty(), problems, warnings);
    }

    private static Optional<Boolean> generate(Map<String, Object> input, List<Problem> problems) {
        var members = new InputMembers(input, "", problems, input.keySet());
        Optional<InputMembers> secret = members.object(SECRET, Set.of("generate", "env"));
        secret.filter(written -> written.has("env"))
                .ifPresent(
                        written -> written.problem(
                                "env",
                                Problem.NOT_ALLOWED,
                                "The client that sends this document must read the variable and send its value as client_secret."));
        return secret.flatMap(written -> written.optionalFlag("generate"));
    }

    /** The secrets after the plan: the existing ones, and one that was given or has to be generated. */
    private List<ClientSecret> secrets(
            Optional<RegisteredClient> before,
            Optional<String> given,
            Optional<Boolean> generate,
            Map<String, Object> input,
            ClientId clientId) {
        boolean noSecret = ApplicationUseCases.hasNoSecret(input);
        Optional<RegisteredClient> kept = before.filter(
                earlier -> earlier.credentials().authenticationMethod().usesSecret() != noSecret);
        List<ClientSecret> current =
                kept.map(client -> client.credentials().secrets()).orElse(List.of());
        List<ClientSecret> live =
                kept.map(earlier -> SecretRules.live(earlier, now)).orElse(List.of());
        boolean generated = given.isEmpty() && live.isEmpty() && generate.orElse(before.isEmpty() && !noSecret);
        if (given.isEmpty() && !generated) {
            return current;
        }
        String secret = given.orElseGet(Secrets::generate);
        Sha256 hash = Sha256.ofUtf8(secret);
        if (kept.filter(this::mayCompare).isPresent()
                && live.stream().anyMatch(one -> one.hash().equals(hash))) {
            return current;
        }
        if (generated) {
            issued.add(new TrustPlan.IssuedSecret(String.valueOf(input.get("name")), clientId.value(), secret));
        }
        var secrets = new ArrayList<>(live);
        while (secrets.size() >= RegisteredClient.MOST_SECRETS) {
            secrets.removeFirst();
        }
        secrets.add(SecretRules.of(secret, now, Optional.empty()));
        return secrets;
    }

    /**
     * Whether the administrator may learn that a given secret is the application's: only if the administrator may set
     * it anyway. Otherwise every secret is reported as one to be set, equal or not.
     */
    private boolean mayCompare(RegisteredClient application) {
        return authority.holds(WRITE)
                && authority.lacking(application.access().scopes()).isEmpty();
    }

    /** An added or removed secret is reported as a field, without its value. */
    List<FieldChange> secretFields(RegisteredClient before, RegisteredClient after) {
        List<ClientSecret> secrets = after.credentials().secrets();
        if (before.credentials().secrets().equals(secrets)) {
            return List.of();
        }
        String words = secrets.isEmpty() ? "(removed)" : mayCompare(before) ? "(a new secret)" : "(would be set)";
        return List.of(new FieldChange("/" + CLIENT_SECRET, JsonNull.NULL, words));
    }

    /**
     * The changes of the secrets.
     *
     * @param meanwhile the application after the changes of its other members
     */
    List<TrustChange> secretChanges(RegisteredClient before, RegisteredClient meanwhile, RegisteredClient after) {
        List<ClientSecret> earlier = before.credentials().secrets();
        List<ClientSecret> later = after.credentials().secrets();
        var changes = new ArrayList<TrustChange>();
        RegisteredClient current = Applications.withSecrets(meanwhile, earlier);
        for (ClientSecret gone : earlier) {
            if (!later.contains(gone)) {
                changes.add(events.secretRemoved(current, gone.id()));
                current = Applications.withoutSecret(current, gone.id());
            }
        }
        for (ClientSecret fresh : later) {
            if (!earlier.contains(fresh)) {
                changes.add(events.secretAdded(current, fresh));
                current = Applications.withSecret(current, fresh);
            }
        }
        return changes;
    }

    @Override
    public List<Problem> notHeld(Map<String, Object> input, Optional<RegisteredClient> before, RegisteredClient after) {
        boolean isSame = !input.containsKey(CLIENT_SECRET)
                && before.filter(earlier -> secretFields(earlier, after).isEmpty()
                                && FieldChange.between(
                                                ApplicationFields.document(earlier), ApplicationFields.document(after))
                                        .isEmpty())
                        .isPresent();
        return isSame ? List.of() : AdminScopeRules.objections(authority, before, Optional.of(after), input);
    }

    @Override
    public RegisteredClient replacing(RegisteredClient before, RegisteredClient after) {
        return Applications.withSecrets(after, before.credentials().secrets());
    }
}
