package dev.countersign.server.registry.kind;

import static dev.countersign.server.registry.field.Field.choice;
import static dev.countersign.server.registry.field.MemberType.flag;
import static dev.countersign.server.registry.field.MemberType.list;
import static dev.countersign.server.registry.field.MemberType.schema;

import dev.countersign.core.client.ChainingTarget;
import dev.countersign.core.oauth.Audience;
import dev.countersign.core.oauth.ClientId;
import dev.countersign.core.oauth.TokenTypeUri;
import dev.countersign.core.trust.TrustedIssuer;
import dev.countersign.core.trust.TrustedIssuer.ExchangeRule;
import dev.countersign.server.operation.Problem;
import dev.countersign.server.registry.field.Field;
import dev.countersign.server.registry.field.FieldTable;
import dev.countersign.server.registry.field.FieldValues;
import dev.countersign.server.registry.field.InputMembers;
import dev.countersign.server.registry.field.JsonValues;
import dev.countersign.server.registry.field.MemberType;
import dev.countersign.server.registry.field.Shape;
import dev.countersign.server.registry.field.StoredMembers;
import dev.countersign.server.registry.field.StoredType;
import dev.countersign.server.registry.field.TextRule;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Registered members that concern token exchange (RFC 8693), of trusted token issuers and of applications. */
final class ExchangeFields {
    private static final String GROUP = "Token exchange";
    private static final int MOST_TARGETS = 50;
    private static final TextRule AUDIENCE = TextRule.anyText(2000);
    private static final List<String> WORDS =
            ExchangeRule.TYPES.stream().map(TokenTypeUri::word).toList();

    private static final MemberType<List<TokenTypeUri>> TYPES = new MemberType<>(
            ExchangeFields::types,
            types -> types.stream().map(TokenTypeUri::word).toList(),
            StoredType.TEXTS.map(
                    words -> words.stream()
                            .map(word -> StoredMembers.known(TokenTypeUri.ofWord(word), () -> "token type " + word))
                            .toList(),
                    types -> types.stream().map(TokenTypeUri::word).toList()),
            schema("type", "array", "items", schema("enum", WORDS), "minItems", 1),
            Shape.CHOICES,
            false);

    /** Authorization servers for which an application gets grants. */
    static final MemberType<List<ChainingTarget>> CHAINING = new MemberType<>(
            (members, name) -> Optional.of(targets(members, name)),
            targets -> targets.stream().map(ExchangeFields::json).toList(),
            new StoredType<>(
                    targets -> Optional.of(
                            targets.stream().map(ExchangeFields::stored).toList()),
                    (document, name) -> document.elements(name)
                            .map(elements -> elements.stream()
                                    .map(StoredMembers::new)
                                    .map(target -> new ChainingTarget(
                                            new Audience(target.text("audience")),
                                            target.optionalText("client_id").map(ClientId::new)))
                                    .toList())),
            JsonValues.parsed("""
                    {"type": "array", "maxItems": 50, "items": {"type": "object", "properties": {
                       "audience": {"type": "string", "maxLength": 2000, "minLength": 1, "description":
                         "The issuer identifier of the other authorization server: the sole aud of the grants."},
                       "client_id": {"type": ["string", "null"], "maxLength": 255, "default": null, "description":
                         "The application's client id there, for ID-JAGs; null: JWT authorization grants."}},
                     "required": ["audience"], "additionalProperties": false}}"""),
            Shape.PAIRS,
            false);

    private ExchangeFields() {}

    /**
     * Adds the rows to the table of trusted token issuers.
     *
     * @return the rule in the values of the rows
     */
    static Function<FieldValues, ExchangeRule> addTo(FieldTable<TrustedIssuer, IssuerFrame> table) {
        Field<?, ?, Boolean> enabled = table.field(
                        "/token_exchange/enabled",
                        flag(),
                        issuer -> issuer.exchange().enabled())
                .standard(false)
                .stored("token_exchange", false)
                .described("Whether its tokens are accepted as subject tokens and actor tokens (RFC 8693).")
                .option(GROUP, "--token-exchange", "", "Its tokens are accepted in token exchanges (RFC 8693).")
                .form(
                        "exchange",
                        "Accept tokens in token exchanges",
                        "Applications with the grant Token Exchange can present its tokens as subject tokens and actor tokens (RFC 8693).")
                .add();
        Field<?, ?, List<TokenTypeUri>> types = table.field(
                        "/token_exchange/subject_token_types",
                        TYPES,
                        issuer -> issuer.exchange().types())
                .standard(ExchangeRule.TYPES)
                .stored("token_exchange_types", ExchangeRule.TYPES)
                .described("The types that its tokens can have in an exchange: jwt, id_token.")
                .option(GROUP, "--token-exchange-type", "TYPE", "jwt or id_token; repeatable.")
                .form(
                        "exchange",
                        "Types of tokens",
                        "",
                        choice("jwt", "JWT", "Any JWT of the issuer that meets the rules for assertions."),
                        choice("id_token", "ID token", "Its aud is the client id at the issuer: add it below."))
                .add();
        Field<?, ?, List<Audience>> audiences = table.field(
                        "/token_exchange/audiences",
                        list(TrustedIssuer.MOST_AUDIENCES, AUDIENCE, Audience::new, Audience::value),
                        issuer -> issuer.exchange().audiences())
                .standard(List.of())
                .stored("token_exchange_audiences", List.of())
                .described(
                        "Further accepted values of aud in an exchange: of an ID token, the client id at the issuer.")
                .option(GROUP, "--token-exchange-audience", "AUDIENCE", "Further aud in an exchange; repeatable.")
                .form(
                        "exchange",
                        "Further audiences in an exchange",
                        "Accepted values of the claim aud in token exchanges alone, one per line, such as the client id at the issuer for ID tokens.")
                .add();
        return values -> new ExchangeRule(values.get(enabled), values.get(types), values.get(audiences));
    }

    private static Optional<List<TokenTypeUri>> types(InputMembers members, String member) {
        Optional<List<String>> words = members.optionalTexts(member, WORDS.size(), MemberType.WORD);
        var types = new ArrayList<TokenTypeUri>();
        for (int i = 0; i < words.orElse(List.of()).size(); i++) {
            String word = words.get().get(i);
            Optional<TokenTypeUri> type = TokenTypeUri.ofWord(word).filter(ExchangeRule.TYPES::contains);
            type.filter(one -> !types.contains(one)).ifPresent(types::add);
            if (type.isEmpty() && !word.isEmpty()) {
                members.problem(
                        member, i, Problem.NOT_ALLOWED, "Must be one of %s.".formatted(String.join(", ", WORDS)));
            }
        }
        if (members.value(member).filter(List.of()::equals).isPresent()) {
            members.problem(member, Problem.OUT_OF_RANGE, "Add at least one type.");
        }
        return Optional.<List<TokenTypeUri>>of(types).filter(some -> !some.isEmpty());
    }

    private static Map<String, Object> json(ChainingTarget target) {
        return JsonValues.object(
                "audience",
                target.audience().value(),
                "client_id",
                JsonValues.orNull(target.clientId().map(ClientId::value)));
    }

    /** An absent client id is omitted. */
    private static Map<String, Object> stored(ChainingTarget target) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("audience", target.audience().value());
        target.clientId().ifPresent(id -> members.put("client_id", id.value()));
        return members;
    }

    private static List<ChainingTarget> targets(InputMembers members, String name) {
        var targets = new ArrayList<ChainingTarget>();
        var taken = new HashSet<String>();
        for (InputMembers target : members.objects(name, MOST_TARGETS, Set.of("audience", "client_id"))) {
            Optional<String> audience = target.requiredText("audience", AUDIENCE);
            Optional<String> clientId = target.optionalText("client_id", ApplicationFields.CLIENT_ID_RULE);
            if (audience.isPresent() && !taken.add(audience.get())) {
                target.problem("audience", Problem.DUPLICATE, "Another entry has this audience.");
            }
            audience.ifPresent(
                    value -> targets.add(new ChainingTarget(new Audience(value), clientId.map(ClientId::new))));
        }
        return targets;
    }
}
