package dev.countersign.core.token;

import dev.countersign.core.oauth.PlainText;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The only party that may become the actor of a token (RFC 8693 §4.4). A malformed claim permits none.
 *
 * @param subject as its issuer names it; empty permits none
 * @param issuer of the actor; empty means any
 */
public record PermittedActor(Optional<String> subject, Optional<String> issuer) {
    private static final String CLAIM = "may_act";
    private static final PermittedActor NONE = new PermittedActor(Optional.empty(), Optional.empty());

    /** The permitted actor of a token with these claims; empty means any. */
    public static Optional<PermittedActor> of(Map<String, Object> claims) {
        return Optional.ofNullable(claims.get(CLAIM)).map(PermittedActor::read);
    }

    private static PermittedActor read(Object claim) {
        if (!(claim instanceof Map<?, ?> members)
                || (members.containsKey("iss") && text(members.get("iss")).isEmpty())) {
            return NONE;
        }
        return new PermittedActor(text(members.get("sub")), text(members.get("iss")));
    }

    private static Optional<String> text(@Nullable Object value) {
        return value instanceof String text && !text.isEmpty() && PlainText.isIdentifier(text)
                ? Optional.of(text)
                : Optional.empty();
    }

    /** Whether this is the actor. */
    public boolean permits(Actor actor) {
        return subject.filter(actor.subject()::equals).isPresent()
                && (issuer.isEmpty() || issuer.equals(actor.issuer()));
    }

    /** The claim {@code may_act}. */
    public Map<String, Object> members() {
        var members = new LinkedHashMap<String, Object>();
        subject.ifPresent(sub -> members.put("sub", sub));
        issuer.ifPresent(iss -> members.put("iss", iss));
        return members;
    }

    /** The party in words for people. */
    public String words() {
        return subject.orElse("nobody") + issuer.map(iss -> " of " + iss).orElse("");
    }
}
