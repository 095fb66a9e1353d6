package dev.countersign.server.registry.kind;

import dev.countersign.core.oauth.ScopeSet;
import dev.countersign.server.operation.Problem;
import dev.countersign.server.registry.field.InputMembers;
import dev.countersign.server.registry.field.MemberType;
import dev.countersign.server.registry.field.Shape;
import dev.countersign.server.registry.field.StoredType;
import dev.countersign.server.registry.field.TextRule;
import java.util.List;

/** Members that hold scope tokens (RFC 6749 §3.3). */
final class ScopeMembers {
    static final int MOST_SCOPES = 500;

    private static final TextRule TOKEN =
            new TextRule(200, ScopeSet::isToken, "1 to 200 visible ASCII characters without quote and backslash");

    static final MemberType<ScopeSet> TYPE = new MemberType<>(
            (members, name) ->
                    members.texts(name, MOST_SCOPES, TOKEN).map(tokens -> set(separated(members, name, tokens))),
            scopes -> List.copyOf(scopes.tokens()),
            StoredType.TEXTS.map(ScopeSet::of, scopes -> List.copyOf(scopes.tokens())),
            MemberType.schema("type", "array", "items", MemberType.schema("type", "string")),
            Shape.WORDS,
            false);

    private ScopeMembers() {}

    /** Scopes that must all be contained in another set. */
    static ScopeSet within(InputMembers members, String name, ScopeSet whole) {
        List<String> tokens =
                separated(members, name, members.texts(name, MOST_SCOPES, TOKEN).orElse(List.of()));
        for (int i = 0; i < tokens.size(); i++) {
            if (!tokens.get(i).isEmpty() && !whole.contains(tokens.get(i))) {
                members.problem(name, i, Problem.NOT_ALLOWED, "This is not one of the application's scopes.");
            }
        }
        return set(tokens);
    }

    /** A separator at an end indicates a list written as one text: {@code "a, b"}. */
    private static List<String> separated(InputMembers members, String name, List<String> tokens) {
        for (int i = 0; i < tokens.size(); i++) {
            String token = tokens.get(i);
            if (isSeparator(token, 0) || isSeparator(token, token.length() - 1)) {
                members.problem(
                        name,
                        i,
                        Problem.MALFORMED,
                        "The scope \"%s\" begins or ends with a separator. Write each scope as an element of the list, without commas."
                                .formatted(token));
            }
        }
        return tokens;
    }

    private static boolean isSeparator(String token, int at) {
        return !token.isEmpty() && (token.charAt(at) == ',' || token.charAt(at) == ';');
    }

    /** Leaves out stand-ins for invalid tokens, whose problems were reported. */
    private static ScopeSet set(List<String> tokens) {
        return ScopeSet.of(tokens.stream().filter(ScopeSet::isToken).toList());
    }
}
