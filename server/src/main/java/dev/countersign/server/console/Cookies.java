package dev.countersign.server.console;

import dev.countersign.server.people.SessionToken;
import io.helidon.http.HeaderNames;
import io.helidon.http.SetCookie;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * The cookies of the console. All carry the prefix {@code __Host-} (RFC 6265bis §4.1.3.2): no other host can set them, and
 * they never travel without TLS.
 */
final class Cookies {
    private static final String SESSION = "__Host-countersign-session";
    private static final String GUEST = "__Host-countersign-guest";
    private static final String NOTICES = "__Host-countersign-notices";
    /** Browsers drop a cookie above 4096 bytes as a whole. */
    private static final int LONGEST_NOTICES = 2500;

    /** Helidon leaves out a Max-Age of zero, which would keep the cookie. */
    private static final Instant LONG_AGO = Instant.EPOCH;

    private static final Duration NOTICES_LAST = Duration.ofMinutes(1);

    private Cookies() {}

    /** What becomes of the session cookie. */
    sealed interface Change {
        record Begin(SessionToken token) implements Change {}

        record End() implements Change {}
    }

    /** The token of the session that the visitor says they have. */
    static Optional<SessionToken> session(ServerRequest request) {
        return value(request, SESSION).map(SessionToken::new);
    }

    /** A random value that a visitor without a session keeps, by which their forms are known to come from our pages. */
    static Optional<String> guest(ServerRequest request) {
        return value(request, GUEST).filter(text -> text.length() <= 100);
    }

    static void keepGuest(ServerResponse response, String value) {
        response.headers().addCookie(cookie(GUEST, value).build());
    }

    static void apply(ServerResponse response, Change change) {
        switch (change) {
            case Change.Begin(SessionToken token) -> {
                response.headers().addCookie(cookie(SESSION, token.value()).build());
                response.headers().addCookie(cookie(GUEST, "").expires(LONG_AGO).build());
            }
            case Change.End() ->
                response.headers()
                        .addCookie(cookie(SESSION, "").expires(LONG_AGO).build());
        }
    }

    /** What the page before left to be said on this one. */
    static List<Notice> notices(ServerRequest request) {
        return value(request, NOTICES).map(Cookies::decode).orElse(List.of());
    }

    /** Leaves something to be said on the next page. */
    static void keepNotices(ServerResponse response, List<Notice> notices) {
        if (!notices.isEmpty()) {
            response.headers()
                    .addCookie(cookie(NOTICES, encode(notices))
                            .maxAge(NOTICES_LAST)
                            .build());
        }
    }

    static void forgetNotices(ServerResponse response) {
        response.headers().addCookie(cookie(NOTICES, "").expires(LONG_AGO).build());
    }

    private static SetCookie.Builder cookie(String name, String value) {
        return SetCookie.builder(name, value)
                .path("/")
                .secure(true)
                .httpOnly(true)
                .sameSite(SetCookie.SameSite.STRICT);
    }

    private static Optional<String> value(ServerRequest request, String name) {
        for (String header : request.headers().values(HeaderNames.COOKIE)) {
            for (String pair : header.split(";", -1)) {
                int equals = pair.indexOf('=');
                if (equals > 0 && pair.substring(0, equals).strip().equals(name)) {
                    return Optional.of(pair.substring(equals + 1).strip()).filter(text -> !text.isEmpty());
                }
            }
        }
        return Optional.empty();
    }

    static String encode(List<Notice> notices) {
        var text = new StringBuilder();
        for (Notice notice : notices) {
            String line = notice.tone().sign() + notice.text().replace('\n', ' ') + "\n";
            if (text.length() + line.length() <= LONGEST_NOTICES) {
                text.append(line);
            }
        }
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** A cookie that is not ours says nothing. */
    static List<Notice> decode(String value) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Base64.getUrlDecoder().decode(value)))
                    .toString();
            var notices = new ArrayList<Notice>();
            for (String line : text.lines().toList()) {
                Notice.Tone.of(line).ifPresent(tone -> notices.add(new Notice(tone, line.substring(1))));
            }
            return List.copyOf(notices);
        } catch (IllegalArgumentException | CharacterCodingException foreign) {
            return List.of();
        }
    }
}
