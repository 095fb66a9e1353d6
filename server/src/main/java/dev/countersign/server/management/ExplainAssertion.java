package dev.countersign.server.management;

import dev.countersign.core.grant.ExplainRequest;
import dev.countersign.core.grant.Explainer;
import dev.countersign.core.grant.Explanation;
import dev.countersign.core.grant.JwtBearerGrant;
import dev.countersign.core.oauth.ClientId;
import dev.countersign.core.trust.TrustRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Explains what the exchange would do with an assertion; nothing is redeemed, issued or changed. */
public final class ExplainAssertion {
    private static final Set<String> MEMBERS = Set.of("assertion", "client_id", "scope", "resource");
    private static final int MOST_RESOURCES = 100;

    /** What is in them is explained and not refused here. */
    private static final TextRule ANY = new TextRule(1 << 20, _ -> true, "a text");

    private static final TextRule CLIENT_ID = TextRule.anyText(255);

    private final Explainer explainer;
    private final TrustRegistry trust;

    public ExplainAssertion(Explainer explainer, TrustRegistry trust) {
        this.explainer = explainer;
        this.trust = trust;
    }

    /** Explains the request that the JSON describes. */
    public Outcome<Explanation> explain(Map<String, Object> input) {
        var problems = new ArrayList<Problem>();
        var members = new InputMembers(input, "", problems, MEMBERS);
        var request = new ExplainRequest(
                new JwtBearerGrant(members.requiredText("assertion", ANY).orElse("")),
                members.optionalText("client_id", CLIENT_ID).map(ClientId::new),
                members.optionalText("scope", ANY),
                resources(members));
        return problems.isEmpty()
                ? new Outcome.Done<>(explainer.explain(trust.current(), request))
                : new Outcome.Invalid<>(problems);
    }

    /** One text or a list of them. */
    private static List<String> resources(InputMembers members) {
        Optional<Object> value = members.value("resource");
        return value.isPresent() && value.get() instanceof String
                ? members.optionalText("resource", ANY).stream().toList()
                : members.optionalTexts("resource", MOST_RESOURCES, ANY).orElse(List.of());
    }
}
