package dev.countersign.server.console.tryout;

import dev.countersign.core.audit.RequestOrigin;
import dev.countersign.core.client.AuthenticationMethod;
import dev.countersign.core.client.ClientAuthentication;
import dev.countersign.core.client.PresentedSecret;
import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.explain.Explanation;
import dev.countersign.core.grant.RequestParameters;
import dev.countersign.core.grant.TokenRequest;
import dev.countersign.core.grant.TokenRequestHandler;
import dev.countersign.core.grant.TokenResponse;
import dev.countersign.core.jose.json.Parsed;
import dev.countersign.core.jose.json.StrictJson;
import dev.countersign.core.oauth.GrantType;
import dev.countersign.core.oauth.TokenTypeUri;
import dev.countersign.core.rejection.Rejection;
import dev.countersign.core.rejection.RejectionCode;
import dev.countersign.core.rejection.Ruling;
import dev.countersign.core.trust.TrustedIssuer;
import dev.countersign.server.console.activity.RecordedEvent;
import dev.countersign.server.console.fix.Fix;
import dev.countersign.server.console.fix.Fixes;
import dev.countersign.server.console.fix.Refusal;
import dev.countersign.server.console.form.Fields;
import dev.countersign.server.console.form.Form;
import dev.countersign.server.console.page.ConsoleSection;
import dev.countersign.server.console.page.PageRequest;
import dev.countersign.server.console.page.PageResponse;
import dev.countersign.server.console.page.Route;
import dev.countersign.server.insight.AuditRecord;
import dev.countersign.server.insight.AuditRecords;
import dev.countersign.server.insight.ExplainAssertion;
import dev.countersign.server.operation.Outcome;
import dev.countersign.server.operation.Problem;
import dev.countersign.server.people.Role;
import dev.countersign.server.registry.TestIssuer;
import dev.countersign.server.registry.trust.TrustConfiguration;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Page for trying an assertion: an explanation of the exchange, check by check, and the exchange itself. */
public record TrySection(
        TrustConfiguration configuration,
        ExplainAssertion explain,
        TokenRequestHandler exchange,
        Optional<TestIssuer> testIssuer,
        AuditRecords audit,
        InstantSource clock)
        implements ConsoleSection {
    static final String PATH = "/try";
    private static final String TITLE = "Try it";
    private static final String ASSERTION = "/assertion";
    private static final String APPLICATION = "/client_id";
    private static final String SCOPE = "/scope";
    private static final String GRANT = "/grant_type";
    private static final String SUBJECT_TYPE = "/subject_token_type";
    private static final String ACTOR = "/actor_token";
    private static final String ACTOR_TYPE = "/actor_token_type";
    private static final String SECRET = "secret";
    private static final String SUBJECT = "sample_subject";
    private static final String LIFETIME = "sample_lifetime";
    private static final String CLAIMS = "sample_claims";
    private static final int MOST_SUGGESTED = 100;

    /**
     * Model of the page; its string form is redacted.
     *
     * @param event the refusal to be explained
     * @param fix the setting that would mend the refusal
     */
    public record Page(
            Fields fields,
            List<String> applications,
            Optional<DecodedJwt> decoded,
            ExplainedChecks checks,
            Optional<Explanation> explanation,
            Optional<Exchanged> exchanged,
            Optional<AuditRecord> event,
            boolean hasTestIssuer,
            Optional<Fix> fix) {
        @Override
        public String toString() {
            return "Page[redacted]";
        }
    }

    /** Response of the exchange; the token is shown only once. */
    public sealed interface Exchanged {
        record Accepted(String token, long expiresIn, Optional<DecodedJwt> decoded) implements Exchanged {
            @Override
            public String toString() {
                return "Accepted[redacted]";
            }
        }

        record Refused(Rejection rejection) implements Exchanged {}
    }

    @Override
    public List<Route> routes() {
        return List.of(
                Route.page(PATH, this::show),
                Route.form(Role.VIEWER, PATH, this::explain),
                Route.form(Role.EDITOR, PATH + "/exchange", this::exchange),
                Route.form(Role.EDITOR, PATH + "/sample", this::sample),
                Route.form(
                        Role.VIEWER,
                        PATH + "/decoded",
                        request -> new PageResponse.Piece("decoded.jte", decoded(request.form()))));
    }

    private static Optional<DecodedJwt> decoded(Form form) {
        return form.text(ASSERTION).flatMap(DecodedJwt::of);
    }

    /** The form, empty or with the values of the event for which it was opened. */
    private PageResponse show(PageRequest request) {
        Optional<RecordedEvent> event = request.query().text("event").flatMap(id -> RecordedEvent.find(audit, id));
        var values = new LinkedHashMap<String, List<String>>();
        values.put(ASSERTION, List.of(""));
        values.put(GRANT, List.of(GrantType.JWT_BEARER.value()));
        values.put(SUBJECT_TYPE, List.of(TokenTypeUri.JWT.value()));
        values.put(ACTOR, List.of(""));
        values.put(ACTOR_TYPE, List.of(TokenTypeUri.JWT.value()));
        values.put(
                APPLICATION,
                List.of(event.flatMap(RecordedEvent::application)
                        .or(() -> request.query().text("application"))
                        .orElse("")));
        values.put(SCOPE, List.of(event.map(RecordedEvent::scope).orElse("")));
        values.put(SUBJECT, List.of("alice"));
        values.put(LIFETIME, List.of("300"));
        values.put(CLAIMS, List.of(""));
        return page(
                new Form(values, Map.of()),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                event.map(RecordedEvent::record),
                200);
    }

    private PageResponse.Html page(Form form, List<Problem> problems, int status) {
        return page(form, problems, Optional.empty(), Optional.empty(), Optional.empty(), status);
    }

    private PageResponse.Html page(
            Form form,
            List<Problem> problems,
            Optional<Explanation> explanation,
            Optional<Exchanged> exchanged,
            Optional<AuditRecord> event,
            int status) {
        List<String> applications = configuration.applicationsByName().stream()
                .limit(MOST_SUGGESTED)
                .map(RegisteredClient::name)
                .toList();
        Optional<RejectionCode> code =
                explanation.flatMap(Explanation::code).or(() -> exchanged.flatMap(TrySection::code));
        var page = new Page(
                Fields.of(form, problems),
                applications,
                decoded(form).map(jwt -> code.map(jwt::marking).orElse(jwt)),
                explanation.map(ExplainedChecks::of).orElse(ExplainedChecks.NONE),
                explanation,
                exchanged,
                event,
                testIssuer.isPresent(),
                code.flatMap(known -> fix(known, explanation, form)));
        return new PageResponse.Html(status, TITLE, PATH, "try.jte", page, List.of());
    }

    private static Optional<RejectionCode> code(Exchanged exchanged) {
        return exchanged instanceof Exchanged.Refused(var rejection) ? Optional.of(rejection.code()) : Optional.empty();
    }

    /** The setting for a refusal; the issuer is that of the explanation, or the one that the JWT names. */
    private Optional<Fix> fix(RejectionCode code, Optional<Explanation> explanation, Form form) {
        Optional<DecodedJwt> jwt = decoded(form);
        Optional<TrustedIssuer> issuer = explanation
                .flatMap(Explanation::issuer)
                .flatMap(configuration::issuerNamed)
                .or(() -> jwt.flatMap(this::issuer));
        return Fixes.of(new Refusal(
                code,
                issuer,
                application(form),
                jwt.map(DecodedJwt::headerMembers).orElse(Map.of()),
                jwt.map(DecodedJwt::claimMembers).orElse(Map.of()),
                form.text(SCOPE),
                explanation.map(Explanation::judgedAt).orElseGet(clock::instant)));
    }

    private Optional<TrustedIssuer> issuer(DecodedJwt jwt) {
        return configuration.issuers().stream()
                .filter(issuer ->
                        issuer.issuer().value().equals(jwt.claimMembers().get("iss")))
                .findFirst();
    }

    /** The application with this name or client id. */
    private Optional<RegisteredClient> application(Form form) {
        return form.text(APPLICATION)
                .flatMap(text -> configuration
                        .applicationNamed(text)
                        .or(() -> configuration.applications().stream()
                                .filter(application ->
                                        application.clientId().value().equals(text))
                                .findFirst()));
    }

    private static List<Problem> unknown() {
        return List.of(new Problem(APPLICATION, "unknown_reference", "No application has this name or client id."));
    }

    /** A secret is not accepted from a client that has to sign, even if an old secret is still registered. */
    private static List<Problem> signsItself(AuthenticationMethod method) {
        return List.of(new Problem(
                SECRET,
                "not_applicable",
                "This application authenticates with %s, and the console does not have its private key. Use Explain here, or send the token request from the application."
                        .formatted(method.value())));
    }

    private PageResponse explain(PageRequest request) {
        Form form = request.form();
        Optional<RegisteredClient> application = application(form);
        if (form.text(APPLICATION).isPresent() && application.isEmpty()) {
            return page(form, unknown(), 422);
        }
        var input = new LinkedHashMap<String, Object>();
        // exactly as pasted: the exchange does not accept surrounding white space either
        if (isExchange(form)) {
            input.put("grant_type", GrantType.TOKEN_EXCHANGE.value());
            input.put("subject_token", form.exact(ASSERTION));
            form.text(SUBJECT_TYPE).ifPresent(type -> input.put("subject_token_type", type));
            actor(form).ifPresent(token -> {
                input.put("actor_token", token);
                form.text(ACTOR_TYPE).ifPresent(type -> input.put("actor_token_type", type));
            });
        } else {
            input.put("assertion", form.exact(ASSERTION));
        }
        application.ifPresent(known -> input.put("client_id", known.clientId().value()));
        form.text(SCOPE).ifPresent(scope -> input.put("scope", scope));
        return switch (explain.explain(input)) {
            case Outcome.Done<Explanation>(var explanation) ->
                page(form, List.of(), Optional.of(explanation), Optional.empty(), Optional.empty(), 200);
            case Outcome.Invalid<Explanation>(var problems) -> page(form, problems, 422);
            default -> throw new IllegalStateException("an explanation does not end in a conflict");
        };
    }

    private static boolean isExchange(Form form) {
        return form.text(GRANT).filter(GrantType.TOKEN_EXCHANGE.value()::equals).isPresent();
    }

    private static Optional<String> actor(Form form) {
        return Optional.of(form.exact(ACTOR)).filter(text -> !text.isEmpty());
    }

    private PageResponse exchange(PageRequest request) {
        Form form = request.form();
        Optional<RegisteredClient> application = application(form);
        if (application.isEmpty()) {
            return page(form, unknown(), 422);
        }
        if (!application.get().credentials().authenticationMethod().usesSecret()) {
            return page(form, signsItself(application.get().credentials().authenticationMethod()), 422);
        }
        var origin = new RequestOrigin(
                request.caller().correlationId(), request.caller().address());
        Exchanged exchanged = switch (exchange.answer(
                configuration.current(), request(application.get(), form), origin)) {
            case Ruling.Granted<TokenResponse>(var answer) ->
                new Exchanged.Accepted(
                        answer.accessToken(), answer.lifetime().toSeconds(), DecodedJwt.of(answer.accessToken()));
            case Ruling.Refused<TokenResponse>(var rejection) -> new Exchanged.Refused(rejection);
        };
        return page(form, List.of(), Optional.empty(), Optional.of(exchanged), Optional.empty(), 200);
    }

    /** Lets the test issuer sign an assertion, and fills it into the form. */
    private PageResponse sample(PageRequest request) {
        if (testIssuer.isEmpty()) {
            return new PageResponse.NotFound();
        }
        Form form = request.form();
        var problems = new ArrayList<Problem>();
        String lifetime = form.text(LIFETIME).orElse("300");
        if (!lifetime.matches("[0-9]{1,4}")) {
            problems.add(new Problem(LIFETIME, "out_of_range", "Enter a whole number of seconds, at most 3600."));
        }
        String text = form.text(CLAIMS).orElse("{}");
        Parsed<Map<String, Object>> claims = StrictJson.readObject(text.getBytes(StandardCharsets.UTF_8));
        if (claims instanceof Parsed.Unreadable(String problem)) {
            problems.add(new Problem(CLAIMS, "malformed", "This is not a JSON object: %s.".formatted(problem)));
        }
        if (!problems.isEmpty() || !(claims instanceof Parsed.Read(var members))) {
            return page(form, problems, 422);
        }
        String assertion = testIssuer
                .get()
                .assertion(new TestIssuer.Sample(
                        form.text(SUBJECT).orElse("alice"), Duration.ofSeconds(Long.parseLong(lifetime)), members));
        return page(form.with(ASSERTION, assertion), List.of(), 200);
    }

    /** The same request that the application itself would send, including its secret: no check is skipped. */
    private static Ruling<TokenRequest> request(RegisteredClient application, Form form) {
        return TokenRequest.read(
                new ClientAuthentication.Secret(
                        application.credentials().authenticationMethod(),
                        application.clientId(),
                        PresentedSecret.of(form.exact(SECRET))),
                new Parameters(form),
                List.of(),
                Optional.empty());
    }

    /** The parameters of the request. */
    private record Parameters(Form form) implements RequestParameters {
        @Override
        public Optional<String> value(String name) {
            return switch (name) {
                case "grant_type" ->
                    Optional.of((isExchange(form) ? GrantType.TOKEN_EXCHANGE : GrantType.JWT_BEARER).value());
                case "assertion", "subject_token" ->
                    Optional.of(form.exact(ASSERTION)).filter(text -> !text.isEmpty());
                case "subject_token_type" -> form.text(SUBJECT_TYPE);
                case "actor_token" -> actor(form);
                case "actor_token_type" -> actor(form).flatMap(_ -> form.text(ACTOR_TYPE));
                case "scope" -> form.text(SCOPE);
                default -> Optional.empty();
            };
        }

        @Override
        public List<String> values(String name) {
            return List.of();
        }
    }
}
