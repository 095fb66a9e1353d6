package dev.countersign.server.console.page;

import dev.countersign.core.oauth.CorrelationId;
import dev.countersign.core.oauth.ServerIdentity;
import dev.countersign.server.people.Session;
import dev.countersign.server.people.SessionToken;
import dev.countersign.server.transport.Header;
import dev.countersign.server.transport.ServerRequest;
import dev.countersign.server.transport.ServerResponse;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * The cookies of the console. All have the prefix {@code __Host-} (RFC 6265bis §4.1.3.2): no other host can set them,
 * and they are sent over TLS only. Such a cookie is for all paths, so that each organization has names of its own.
 *
 * @param suffix the end of all names
 */
public record Cookies(String suffix) {
    private static final String SESSION = "__Host-countersign-session";
    private static final String GUEST = "__Host-countersign-guest";
    private static final String PROVIDER = "__Host-countersign-provider";
    private static final String NOTICES = "__Host-countersign-notices";
    private static final String HIDDEN_COLUMNS = "__Host-countersign-columns";
    /** Browsers drop cookies of more than 4096 bytes. */
    private static final int LONGEST_NOTICES = 2500;

    /** RFC 6265 §5.2.2: an expired cookie is deleted. */
    private static final String ENDED = "; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT";

    /** Longer than any that was sealed. */
    private static final int LONGEST_PROVIDER = 3900;

    private static final Duration PROVIDER_LASTS = Duration.ofMinutes(10);
    private static final String STRICT = "Strict";
    /** The browser sends it when the provider sends the browser back, which is another site. */
    private static final String LAX = "Lax";

    private static final Duration NOTICES_LAST = Duration.ofMinutes(1);
    private static final Duration COLUMNS_LAST = Duration.ofDays(365);

    /** The character between the text of a notice and the change that it offers to undo. */
    private static final char UNDO = '\t';

    /**
     * The cookies of the console of an organization.
     *
     * @param organizationPath empty for the root
     */
    public static Cookies of(String organizationPath) {
        return new Cookies(organizationPath.replace(ServerIdentity.ORGANIZATIONS, "-"));
    }

    /** Change of a cookie. */
    public sealed interface Change {
        record Begin(SessionToken token) implements Change {}

        /** A visit of another organization; its cookie does not stay in the browser for longer than a session. */
        record Visit(SessionToken token) implements Change {}

        record End() implements Change {}

        /** A sign-in with the OpenID provider begins; the value is sealed. */
        record ToProvider(String sealed) implements Change {
            @Override
            public String toString() {
                return "ToProvider[redacted]";
            }
        }

        /** The browser is back from the OpenID provider. */
        record FromProvider() implements Change {}

        /** The choice of the columns of lists. */
        record Columns(HiddenColumns hidden) implements Change {}
    }

    /** The text that was sealed when the browser was sent to the OpenID provider. */
    public Optional<String> provider(ServerRequest request) {
        return value(request, PROVIDER).filter(text -> text.length() <= LONGEST_PROVIDER);
    }

    /** The session token presented by the visitor. */
    public Optional<SessionToken> session(ServerRequest request) {
        return value(request, SESSION).map(SessionToken::new);
    }

    /** A random value of a visitor without a session, which proves that a form comes from a page of the console. */
    public Optional<String> guest(ServerRequest request) {
        return value(request, GUEST).filter(text -> text.length() <= 100);
    }

    public void keepGuest(ServerResponse response, String value) {
        set(response, GUEST, value, "");
    }

    public void apply(ServerResponse response, Change change) {
        switch (change) {
            case Change.Begin(SessionToken token) -> {
                set(response, SESSION, token.value(), "");
                set(response, GUEST, "", ENDED);
            }
            case Change.Visit(SessionToken token) -> {
                set(response, SESSION, token.value(), "; Max-Age=" + Session.LONGEST.toSeconds());
                set(response, GUEST, "", ENDED);
            }
            case Change.End() -> set(response, SESSION, "", ENDED);
            case Change.ToProvider(String sealed) ->
                set(response, PROVIDER, sealed, LAX, "; Max-Age=" + PROVIDER_LASTS.toSeconds());
            case Change.FromProvider() -> set(response, PROVIDER, "", LAX, ENDED);
            case Change.Columns(HiddenColumns hidden) ->
                set(response, HIDDEN_COLUMNS, hidden.text(), "; Max-Age=" + COLUMNS_LAST.toSeconds());
        }
    }

    /** The columns that the visitor has hidden. */
    public HiddenColumns hiddenColumns(ServerRequest request) {
        return value(request, HIDDEN_COLUMNS).map(HiddenColumns::parse).orElse(HiddenColumns.NONE);
    }

    /** The notices left by the previous page. */
    public List<Notice> notices(ServerRequest request) {
        return value(request, NOTICES).map(Cookies::decode).orElse(List.of());
    }

    /** Leaves notices for the next page. */
    public void keepNotices(ServerResponse response, List<Notice> notices) {
        if (!notices.isEmpty()) {
            set(response, NOTICES, encode(notices), "; Max-Age=" + NOTICES_LAST.toSeconds());
        }
    }

    public void forgetNotices(ServerResponse response) {
        set(response, NOTICES, "", ENDED);
    }

    private void set(ServerResponse response, String name, String value, String attributes) {
        set(response, name, value, STRICT, attributes);
    }

    private void set(ServerResponse response, String name, String value, String sameSite, String attributes) {
        response.add(new Header(
                "Set-Cookie",
                name + suffix + "=" + value + "; Path=/; Secure; HttpOnly; SameSite=" + sameSite + attributes));
    }

    private Optional<String> value(ServerRequest request, String name) {
        for (String header : request.headers().values("Cookie")) {
            for (String pair : header.split(";", -1)) {
                int equals = pair.indexOf('=');
                if (equals > 0 && pair.substring(0, equals).strip().equals(name + suffix)) {
                    return Optional.of(pair.substring(equals + 1).strip()).filter(text -> !text.isEmpty());
                }
            }
        }
        return Optional.empty();
    }

    static String encode(List<Notice> notices) {
        var text = new StringBuilder();
        for (Notice notice : notices) {
            String line = notice.tone().sign()
                    + notice.text().replace('\n', ' ').replace(UNDO, ' ')
                    + notice.change().map(change -> UNDO + change.value()).orElse("")
                    + "\n";
            if (text.length() + line.length() <= LONGEST_NOTICES) {
                text.append(line);
            }
        }
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static Notice notice(Notice.Tone tone, String line) {
        int end = line.indexOf(UNDO);
        return end < 0
                ? new Notice(tone, line)
                : new Notice(tone, line.substring(0, end)).offeringToUndo(new CorrelationId(line.substring(end + 1)));
    }

    /** A foreign or malformed cookie gives no notices. */
    static List<Notice> decode(String value) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Base64.getUrlDecoder().decode(value)))
                    .toString();
            var notices = new ArrayList<Notice>();
            for (String line : text.lines().toList()) {
                Notice.Tone.of(line).ifPresent(tone -> notices.add(notice(tone, line.substring(1))));
            }
            return List.copyOf(notices);
        } catch (IllegalArgumentException | CharacterCodingException foreign) {
            return List.of();
        }
    }
}
