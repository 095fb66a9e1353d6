package dev.countersign.server.insight;

import dev.countersign.core.explain.ExplainRequest;
import dev.countersign.core.explain.Explainer;
import dev.countersign.core.explain.Explanation;
import dev.countersign.core.grant.JwtBearerGrant;
import dev.countersign.core.oauth.ClientId;
import dev.countersign.core.trust.TrustRegistry;
import dev.countersign.server.operation.Outcome;
import dev.countersign.server.operation.Problem;
import dev.countersign.server.registry.field.InputMembers;
import dev.countersign.server.registry.field.TextRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Use case that explains the treatment of an assertion by the exchange; nothing is redeemed, issued or changed. */
public record ExplainAssertion(Explainer explainer, TrustRegistry trust) {
    private static final Set<String> MEMBERS =
            Set.of("assertion", "client_id", "scope", "resource", "authorization_details", "dpop");
    private static final int MOST_RESOURCES = 100;

    /** Accepts any text: a problem of its content is explained rather than refused here. */
    private static final TextRule ANY = new TextRule(1 << 20, _ -> true, "a text");

    private static final TextRule CLIENT_ID = TextRule.anyText(255);

    /** Explains the request that the JSON describes. */
    public Outcome<Explanation> explain(Map<String, Object> input) {
        var problems = new ArrayList<Problem>();
        var members = new InputMembers(input, "", problems, MEMBERS);
        var request = new ExplainRequest(
                new JwtBearerGrant(
                        members.requiredText("assertion", ANY).orElse(""), members.has("authorization_details")),
                members.optionalText("client_id", CLIENT_ID).map(ClientId::new),
                members.optionalText("scope", ANY),
                resources(members),
                members.optionalText("dpop", ANY).stream().toList());
        return problems.isEmpty()
                ? new Outcome.Done<>(explainer.explain(trust.current(), request))
                : new Outcome.Invalid<>(problems);
    }

    /** One text or a list of texts. */
    private static List<String> resources(InputMembers members) {
        Optional<Object> value = members.value("resource");
        return value.isPresent() && value.get() instanceof String
                ? members.optionalText("resource", ANY).stream().toList()
                : members.optionalTexts("resource", MOST_RESOURCES, ANY).orElse(List.of());
    }
}
