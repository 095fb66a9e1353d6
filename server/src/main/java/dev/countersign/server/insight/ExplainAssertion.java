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
import dev.countersign.core.trust.TrustRegistry;
import dev.countersign.server.operation.Outcome;
import dev.countersign.server.operation.Problem;
import dev.countersign.server.registry.field.InputMembers;
import dev.countersign.server.registry.field.TextRule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Use case that explains the treatment of an assertion by the exchange; nothing is redeemed, issued or changed. */
public record ExplainAssertion(Explainer explainer, TrustRegistry trust) {
    /** The parameters of a token request, and those that a request has in its header. */
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
            "dpop");

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
        return problems.isEmpty()
                ? new Outcome.Done<>(explainer.explain(trust.current(), request))
                : new Outcome.Invalid<>(problems);
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
