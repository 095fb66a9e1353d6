package dev.countersign.server.insight;

import dev.countersign.core.explain.ExplainRequest;
import dev.countersign.core.explain.Explainer;
import dev.countersign.core.explain.Explanation;
import dev.countersign.core.grant.Grant;
import dev.countersign.core.grant.JwtBearerGrant;
import dev.countersign.core.grant.RequestParameters;
import dev.countersign.core.grant.TokenExchangeGrant;
import dev.countersign.core.oauth.ClientId;
import dev.countersign.core.oauth.GrantType;
import dev.countersign.core.oauth.IssuerId;
import dev.countersign.core.trust.TrustedIssuer;
import dev.countersign.server.operation.Outcome;
import dev.countersign.server.operation.Problem;
import dev.countersign.server.registry.change.IssuerDraft;
import dev.countersign.server.registry.change.IssuerUseCases;
import dev.countersign.server.registry.field.InputMembers;
import dev.countersign.server.registry.field.JsonValues;
import dev.countersign.server.registry.field.Pointer;
import dev.countersign.server.registry.field.TextRule;
import dev.countersign.server.registry.trust.Edit;
import dev.countersign.server.registry.trust.TrustConfiguration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Use case that explains the treatment of an assertion by the exchange; nothing is redeemed, issued or changed. */
public record ExplainAssertion(Explainer explainer, TrustConfiguration configuration, IssuerUseCases issuers) {
    private static final String ISSUER = "issuer";
    private static final String ID = "id";

    /** The parameters of a token request, those that a request has in its header, and a draft of an issuer. */
    private static final Set<String> MEMBERS = Set.of(
            "grant_type",
            "assertion",
            "subject_token",
            "subject_token_type",
            "actor_token",
            "actor_token_type",
            "requested_token_type",
            "audience",
            "client_id",
            "scope",
            "resource",
            "authorization_details",
            "dpop",
            ISSUER);

    private static final List<GrantType> EXPLAINED = List.of(GrantType.JWT_BEARER, GrantType.TOKEN_EXCHANGE);

    private static final int MOST_RESOURCES = 100;

    /** Accepts any text: a problem of its content is explained rather than refused here. */
    private static final TextRule ANY = new TextRule(1 << 20, _ -> true, "a text");

    private static final TextRule CLIENT_ID = TextRule.anyText(255);

    /** Explains the request that the JSON describes. */
    public Outcome<Explanation> explain(Map<String, Object> input) {
        var problems = new ArrayList<Problem>();
        var members = new InputMembers(input, "", problems, MEMBERS);
        Grant grant = grantType(members) == GrantType.TOKEN_EXCHANGE
                ? new TokenExchangeGrant(parameters(members))
                : new JwtBearerGrant(
                        members.requiredText("assertion", ANY).orElse(""), members.has("authorization_details"));
        var request = new ExplainRequest(
                grant,
                members.optionalText("client_id", CLIENT_ID).map(ClientId::new),
                members.optionalText("scope", ANY),
                texts(members, "resource"),
                members.optionalText("dpop", ANY).stream().toList());
        if (members.has(ISSUER)) {
            return byDraft(members, request, problems);
        }
        return problems.isEmpty()
                ? new Outcome.Done<>(explainer.explain(configuration.current(), request))
                : new Outcome.Invalid<>(problems);
    }

    /** Explains by a draft of an issuer, in place of the registered one. */
    private Outcome<Explanation> byDraft(InputMembers members, ExplainRequest request, List<Problem> problems) {
        Optional<Map<String, Object>> written = members.value(ISSUER).flatMap(JsonValues::members);
        if (written.isEmpty()) {
            members.problem(ISSUER, Problem.WRONG_TYPE, "Must be an object.");
        } else if (!(written.get().getOrDefault(ID, "") instanceof String)) {
            problems.add(
                    new Problem(Pointer.to(members.pointerTo(ISSUER), ID), Problem.WRONG_TYPE, "Must be a string."));
        }
        if (!problems.isEmpty()) {
            return new Outcome.Invalid<>(problems);
        }
        return switch (draft(written.orElseThrow())) {
            case Outcome.Done<IssuerDraft>(IssuerDraft draft) ->
                new Outcome.Done<>(explainer.explain(
                        draft.snapshot(),
                        request,
                        draft.issuer().keyOwner(),
                        draft.before().map(TrustedIssuer::keyOwner)));
            case Outcome.Invalid<IssuerDraft>(var faults) -> new Outcome.Invalid<>(under(members, faults));
            case Outcome.Conflict<IssuerDraft>(var code, var detail, var faults) ->
                new Outcome.Conflict<>(code, detail, under(members, faults));
            case Outcome.NotFound<IssuerDraft> _,
                    Outcome.Stale<IssuerDraft> _,
                    Outcome.InUse<IssuerDraft> _,
                    Outcome.Forbidden<IssuerDraft> _ ->
                new Outcome.Invalid<>(List.of(new Problem(
                        Pointer.to(members.pointerTo(ISSUER), ID),
                        Problem.UNKNOWN_REFERENCE,
                        "No trusted token issuer has this id.")));
        };
    }

    /** With an id, a merge patch; otherwise the whole issuer, in place of the one with the same identifier. */
    private Outcome<IssuerDraft> draft(Map<String, Object> written) {
        if (written.get(ID) instanceof String id) {
            return issuers.draft(new IssuerId(id), new Edit.Merge(written));
        }
        Optional<TrustedIssuer> registered = configuration.issuers().stream()
                .filter(issuer -> issuer.issuer().value().equals(written.get(ISSUER)))
                .findFirst();
        return registered
                .map(issuer -> issuers.draft(issuer.id(), new Edit.Replace(written)))
                .orElseGet(() -> issuers.draft(written));
    }

    private static List<Problem> under(InputMembers members, List<Problem> faults) {
        return faults.stream()
                .map(fault -> new Problem(members.pointerTo(ISSUER) + fault.pointer(), fault.code(), fault.detail()))
                .toList();
    }

    /** An absent grant type is that of an assertion. */
    private static GrantType grantType(InputMembers members) {
        Optional<String> value = members.optionalText("grant_type", ANY);
        Optional<GrantType> type = value.flatMap(GrantType::of).filter(EXPLAINED::contains);
        if (value.isPresent() && type.isEmpty()) {
            members.problem(
                    "grant_type",
                    Problem.NOT_ALLOWED,
                    "Must be one of %s."
                            .formatted(String.join(
                                    ", ",
                                    EXPLAINED.stream().map(GrantType::value).toList())));
        }
        return type.orElse(GrantType.JWT_BEARER);
    }

    /** The parameters of a token exchange, each read once. */
    private static Given parameters(InputMembers members) {
        Map<String, String> values = new HashMap<>();
        for (String name : List.of(
                "subject_token", "subject_token_type", "actor_token", "actor_token_type", "requested_token_type")) {
            members.optionalText(name, ANY).filter(text -> !text.isEmpty()).ifPresent(text -> values.put(name, text));
        }
        return new Given(values, texts(members, "audience"));
    }

    /** Parameters of a token exchange. */
    private record Given(Map<String, String> values, List<String> audiences) implements RequestParameters {
        @Override
        public Optional<String> value(String name) {
            return Optional.ofNullable(values.get(name));
        }

        @Override
        public List<String> values(String name) {
            return name.equals("audience") ? audiences : List.of();
        }
    }

    /** One text or a list of texts. */
    private static List<String> texts(InputMembers members, String name) {
        Optional<Object> value = members.value(name);
        return value.isPresent() && value.get() instanceof String
                ? members.optionalText(name, ANY).stream().toList()
                : members.optionalTexts(name, MOST_RESOURCES, ANY).orElse(List.of());
    }
}
