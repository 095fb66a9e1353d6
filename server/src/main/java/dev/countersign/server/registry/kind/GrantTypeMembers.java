package dev.countersign.server.registry.kind;

import dev.countersign.core.oauth.GrantType;
import dev.countersign.server.operation.Problem;
import dev.countersign.server.registry.field.InputMembers;
import dev.countersign.server.registry.field.MemberType;
import dev.countersign.server.registry.field.Shape;
import dev.countersign.server.registry.field.StoredMembers;
import dev.countersign.server.registry.field.StoredType;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The member {@code grant_types} of an application. */
public final class GrantTypeMembers {
    /** Refresh tokens are not listed: {@code refresh_token.enabled} determines them. */
    private static final List<GrantType> OFFERED =
            List.of(GrantType.JWT_BEARER, GrantType.CLIENT_CREDENTIALS, GrantType.TOKEN_EXCHANGE);

    private static final List<String> NAMES =
            OFFERED.stream().map(GrantType::value).toList();

    static final MemberType<Set<GrantType>> TYPE = new MemberType<>(
            GrantTypeMembers::read,
            types -> types.stream().sorted().map(GrantType::value).toList(),
            StoredType.TEXTS.map(
                    names -> names.stream()
                            .map(name -> StoredMembers.known(GrantType.of(name), () -> "grant type " + name))
                            .collect(Collectors.toSet()),
                    types -> types.stream().map(GrantType::value).sorted().toList()),
            MemberType.schema("type", "array", "items", MemberType.schema("enum", NAMES)),
            Shape.CHOICES,
            false);

    private GrantTypeMembers() {}

    /** The grant types that can be registered, as a list for a sentence. */
    public static String names() {
        return String.join(", ", NAMES);
    }

    private static Optional<Set<GrantType>> read(InputMembers members, String member) {
        Optional<List<String>> names = members.optionalTexts(member, 20, MemberType.WORD);
        if (names.isEmpty()) {
            return Optional.empty();
        }
        var types = new LinkedHashSet<GrantType>();
        for (int i = 0; i < names.get().size(); i++) {
            String name = names.get().get(i);
            Optional<GrantType> type = GrantType.of(name).filter(OFFERED::contains);
            type.ifPresent(types::add);
            if (type.isEmpty() && !name.isEmpty()) {
                members.problem(
                        member,
                        i,
                        Problem.NOT_ALLOWED,
                        "Must be one of %s. For refresh tokens set refresh_token.enabled.".formatted(names()));
            }
        }
        return Optional.of(types);
    }
}
