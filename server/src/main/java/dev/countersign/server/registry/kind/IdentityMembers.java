package dev.countersign.server.registry.kind;

import dev.countersign.core.oauth.Audience;
import dev.countersign.core.oauth.ForeignAudiences;
import dev.countersign.core.oauth.IssuerIdentifier;
import dev.countersign.core.trust.TrustedIssuer;
import dev.countersign.server.operation.Problem;
import dev.countersign.server.registry.field.Input;
import dev.countersign.server.registry.field.InputMembers;
import dev.countersign.server.registry.field.MemberType;
import dev.countersign.server.registry.field.Pointer;
import dev.countersign.server.registry.field.Shape;
import dev.countersign.server.registry.field.TextRule;
import java.util.List;
import java.util.Optional;

/** Rules for the members of an issuer that are compared with its assertions' {@code iss} and {@code aud}. */
final class IdentityMembers {
    static final TextRule IDENTIFIER = TextRule.anyText(2000);

    /** A colon would make the issuer-scoped subjects {@code <name>:<sub>} of two issuers ambiguous. */
    static final TextRule NAME = TextRule.name().without(':');

    static final MemberType<String> DESCRIPTION =
            MemberType.text(TextRule.description(2000)).shaped(Shape.PARAGRAPH);

    private static final MemberType<Optional<Audience>> ALIAS =
            MemberType.text(IDENTIFIER).map(Audience::new, Audience::value).optional();

    private IdentityMembers() {}

    static String name(Input<IssuerFrame> input, String name) {
        return input.members().requiredText(name, NAME).orElse("?");
    }

    static IssuerIdentifier issuer(Input<IssuerFrame> input, String name) {
        InputMembers members = input.members();
        String issuer = members.requiredText(name, IDENTIFIER).orElse("?");
        if (input.frame().self().isOwn(new IssuerIdentifier(issuer))) {
            members.problem(
                    name,
                    Problem.NOT_ALLOWED,
                    "This is an issuer identifier of this server. Its own tokens are never accepted as assertions.");
        } else if (!issuer.equals(issuer.strip())) {
            input.warnings()
                    .add(
                            new Problem(
                                    members.pointerTo(name),
                                    Problem.MALFORMED,
                                    "The issuer begins or ends with white space, which is part of the value: issuers are compared exactly."));
        }
        return new IssuerIdentifier(issuer);
    }

    static Optional<Audience> alias(Input<IssuerFrame> input, String name) {
        Optional<Audience> alias = ALIAS.read().apply(input.members(), name).orElseGet(Optional::empty);
        alias.ifPresent(audience -> warnForeign(input, input.members().pointerTo(name), audience.value()));
        return alias;
    }

    /** Required where security events are enabled. */
    static Optional<Audience> eventAudience(Input<IssuerFrame> input, String name) {
        Optional<Audience> audience = ALIAS.read().apply(input.members(), name).orElseGet(Optional::empty);
        if (!input.members().has(name)
                && input.members().value("enabled").filter(Boolean.TRUE::equals).isPresent()) {
            input.members()
                    .problem(
                            name,
                            Problem.REQUIRED,
                            "Required when security events are enabled: the aud of the issuer's security event tokens.");
        }
        return audience;
    }

    static List<Audience> audiences(Input<IssuerFrame> input, String name) {
        List<String> values = input.members()
                .texts(name, TrustedIssuer.MOST_AUDIENCES, IDENTIFIER)
                .orElse(List.of());
        for (int i = 0; i < values.size(); i++) {
            if (!values.get(i).isEmpty()) {
                warnForeign(input, Pointer.to(input.members().pointerTo(name), i), values.get(i));
            }
        }
        return MemberType.distinct(values, Audience::new);
    }

    private static void warnForeign(Input<IssuerFrame> input, String pointer, String audience) {
        ForeignAudiences.objection(audience, input.frame().self().issuer().value())
                .ifPresent(reason -> input.warnings().add(new Problem(pointer, "foreign_audience", reason)));
    }
}
