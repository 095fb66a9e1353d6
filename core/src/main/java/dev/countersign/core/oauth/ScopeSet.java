package dev.countersign.core.oauth;

import java.util.Collection;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** A set of scope tokens; order and repetition carry no meaning (RFC 6749 §3.3). */
public final class ScopeSet {
    /** The set without any scope. */
    public static final ScopeSet EMPTY = new ScopeSet(new TreeSet<>());

    /** The range of the scopes of this server's own administration: {@code admin:} and all that begin with it. */
    private static final String FIRST_ADMINISTRATIVE = "admin:";

    private static final String AFTER_ADMINISTRATIVE = "admin;";

    private final SortedSet<String> tokens;
    private final String text;

    private ScopeSet(SortedSet<String> tokens) {
        this.tokens = Collections.unmodifiableSortedSet(tokens);
        this.text = String.join(" ", tokens);
    }

    /**
     * The scopes of a {@code scope} parameter: tokens of {@code %x21 / %x23-5B / %x5D-7E}, separated by single spaces.
     *
     * @return empty when the text violates the syntax of RFC 6749 §3.3
     */
    public static Optional<ScopeSet> parse(String text) {
        if (text.isEmpty()) {
            return Optional.of(EMPTY);
        }
        var tokens = new TreeSet<String>();
        for (String token : text.split(" ", -1)) {
            if (!isToken(token)) {
                return Optional.empty();
            }
            tokens.add(token);
        }
        return Optional.of(new ScopeSet(tokens));
    }

    /**
     * The set of these tokens.
     *
     * @throws IllegalArgumentException when one is not a scope token
     */
    public static ScopeSet of(Collection<String> tokens) {
        for (String token : tokens) {
            if (!isToken(token)) {
                throw new IllegalArgumentException("not a scope token");
            }
        }
        return new ScopeSet(new TreeSet<>(tokens));
    }

    /** Whether the text is one scope token (RFC 6749 §3.3). */
    public static boolean isToken(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c > 0x20 && c < 0x7F && c != '"' && c != '\\');
    }

    /** The scopes in both sets. */
    public ScopeSet intersect(ScopeSet other) {
        if (other.containsAll(this)) {
            return this;
        }
        var both = new TreeSet<>(tokens);
        both.retainAll(other.tokens);
        return new ScopeSet(both);
    }

    /** The scopes in this set and not in the other. */
    public ScopeSet without(ScopeSet other) {
        var rest = new TreeSet<>(tokens);
        rest.removeAll(other.tokens);
        return rest.size() == tokens.size() ? this : new ScopeSet(rest);
    }

    /** The scopes in either set. */
    public ScopeSet union(ScopeSet other) {
        var all = new TreeSet<>(tokens);
        all.addAll(other.tokens);
        return new ScopeSet(all);
    }

    /**
     * Whether the scope is one of this server's own administration: it begins with {@code admin:}. Such scopes are
     * granted to client credentials only, and are valid at this server only.
     */
    public static boolean isAdministrative(String token) {
        return token.startsWith(FIRST_ADMINISTRATIVE);
    }

    /** Whether the set contains a scope of this server's own administration. */
    public boolean hasAdministrative() {
        return !tokens.subSet(FIRST_ADMINISTRATIVE, AFTER_ADMINISTRATIVE).isEmpty();
    }

    /** The scopes of this server's own administration. */
    public ScopeSet administrative() {
        return hasAdministrative()
                ? new ScopeSet(new TreeSet<>(tokens.subSet(FIRST_ADMINISTRATIVE, AFTER_ADMINISTRATIVE)))
                : EMPTY;
    }

    /** The set without the scopes of this server's own administration; the same object when it has none. */
    public ScopeSet withoutAdministrative() {
        return hasAdministrative() ? without(administrative()) : this;
    }

    /** Whether the set contains this scope token. */
    public boolean contains(String token) {
        return tokens.contains(token);
    }

    /** Whether this set contains every scope of the other. */
    public boolean containsAll(ScopeSet other) {
        return tokens.containsAll(other.tokens);
    }

    public boolean isEmpty() {
        return tokens.isEmpty();
    }

    /** The tokens in lexical order. */
    public SortedSet<String> tokens() {
        return tokens;
    }

    /** The tokens in lexical order, separated by single spaces: the form of the {@code scope} parameter. */
    @Override
    public String toString() {
        return text;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ScopeSet set && set.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }
}
