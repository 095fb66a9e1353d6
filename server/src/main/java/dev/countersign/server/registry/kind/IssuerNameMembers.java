package dev.countersign.server.registry.kind;

import dev.countersign.base.text.NearestName;
import dev.countersign.core.jose.json.JsonNull;
import dev.countersign.core.oauth.UnmodifiableCopies;
import dev.countersign.server.operation.Problem;
import dev.countersign.server.registry.field.Input;
import dev.countersign.server.registry.field.MemberType;
import dev.countersign.server.registry.field.Shape;
import dev.countersign.server.registry.field.StoredMembers;
import dev.countersign.server.registry.field.StoredType;
import dev.countersign.server.registry.field.TextRule;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The member {@code trusted_token_issuers} of an application: names, or {@code null} for all. */
final class IssuerNameMembers {
    private static final int MOST = 1000;
    private static final TextRule NAME = TextRule.anyText(120);
    private static final String ALL = "all_issuers";
    private static final String NAMES = "trusted_issuers";

    static final MemberType<Optional<Set<String>>> TYPE = new MemberType<>(
            (_, _) -> Optional.empty(),
            names ->
                    names.<Object>map(given -> given.stream().sorted().toList()).orElse(JsonNull.NULL),
            new StoredType<>(_ -> Optional.empty(), (_, _) -> Optional.empty()),
            MemberType.schema("type", List.of("array", "null"), "items", MemberType.schema("type", "string")),
            Shape.TEXTS,
            true);

    private IssuerNameMembers() {}

    static Optional<Set<String>> read(Input<ApplicationFrame> input, String member) {
        Optional<List<String>> names = input.members().optionalTexts(member, MOST, NAME);
        Set<String> known = input.frame().issuerNames();
        names.ifPresent(given -> {
            for (int i = 0; i < given.size(); i++) {
                String name = given.get(i);
                if (!name.isEmpty() && !known.contains(name)) {
                    input.members().problem(member, i, Problem.UNKNOWN_REFERENCE, unknown(name, known));
                }
            }
        });
        return names.map(LinkedHashSet::new);
    }

    private static String unknown(String name, Set<String> known) {
        return NearestName.among(known, name)
                .map("There is no trusted token issuer of this name; did you mean \"%s\"?"::formatted)
                .orElse("There is no trusted token issuer of this name.");
    }

    static void store(Optional<Set<String>> names, Map<String, Object> document) {
        document.put(ALL, names.isEmpty());
        names.ifPresent(given -> document.put(NAMES, given.stream().sorted().toList()));
    }

    /** In a document without either member no issuer is trusted. */
    static Optional<Optional<Set<String>>> ofStored(StoredMembers document) {
        Set<String> names = UnmodifiableCopies.of(document.texts(NAMES).orElse(List.of()));
        return Optional.of(document.flag(ALL).orElse(false) ? Optional.empty() : Optional.of(names));
    }
}
