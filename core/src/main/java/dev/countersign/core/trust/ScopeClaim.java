package dev.countersign.core.trust;

import dev.countersign.core.oauth.ScopeSet;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The claim of an assertion within which scopes are granted. */
public enum ScopeClaim {
    /** RFC 8693 §4.2. */
    SCOPE("scope"),
    /** What Microsoft Entra ID and Okta call it. */
    SCP("scp");

    private final String value;

    ScopeClaim(String value) {
        this.value = value;
    }

    /** The name of the claim. */
    public String value() {
        return value;
    }

    /** The claim of exactly this name. */
    public static Optional<ScopeClaim> of(String value) {
        return Arrays.stream(values())
                .filter(claim -> claim.value.equals(value))
                .findFirst();
    }

    /**
     * The scopes that the claim holds: of a text with spaces between them, or of an array of texts. What is neither holds
     * none, and neither does an array with a member that is no text.
     */
    public ScopeSet in(Map<String, Object> claims) {
        return switch (claims.get(value)) {
            case String text -> scopes(List.of(text.split(" ", -1)));
            case List<?> members
            when members.stream().allMatch(String.class::isInstance) ->
                scopes(members.stream().map(String.class::cast).toList());
            case null, default -> ScopeSet.EMPTY;
        };
    }

    private static ScopeSet scopes(List<String> tokens) {
        return ScopeSet.of(tokens.stream().filter(ScopeSet::isToken).toList());
    }
}
