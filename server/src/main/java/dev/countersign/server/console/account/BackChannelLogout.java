package dev.countersign.server.console.account;

import dev.countersign.core.jose.json.Parsed;
import dev.countersign.core.oauth.CorrelationId;
import dev.countersign.server.operation.StoreUnavailableException;
import dev.countersign.server.people.ProviderSignIn;
import dev.countersign.server.provider.LogoutReading;
import dev.countersign.server.provider.OpenIdProvider;
import dev.countersign.server.transport.Header;
import dev.countersign.server.transport.ReceivedBody;
import dev.countersign.server.transport.ServerRequest;
import dev.countersign.server.transport.ServerResponse;
import dev.countersign.server.web.CorrelationIds;
import dev.countersign.server.web.FormBody;
import dev.countersign.server.web.PathService;
import dev.countersign.server.web.Responses;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The address to which the OpenID provider sends logouts (OpenID Connect Back-Channel Logout 1.0). The token alone is the
 * proof: the request has no cookie and no form token.
 */
public record BackChannelLogout(List<String> roots, OpenIdProvider provider, ProviderSignIn signIn)
        implements PathService {
    /** The address, below the root of the console. */
    public static final String PATH = ProviderSection.PATH + "/backchannel-logout";

    private static final System.Logger LOG = System.getLogger(BackChannelLogout.class.getName());
    private static final int LONGEST = 65_536;
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);
    private static final String PARAMETER = "logout_token";

    public BackChannelLogout {
        roots = List.copyOf(roots);
    }

    @Override
    public void handle(ServerRequest request, ServerResponse response) throws IOException {
        response.header(Responses.NO_STORE);
        CorrelationId id = CorrelationIds.of(response);
        if (!request.method().equals("POST")) {
            response.header(new Header("Allow", "POST")).status(405).send();
            return;
        }
        Optional<String> token = token(request);
        if (token.isEmpty()) {
            refuse(response, id, "the request is no form with one logout_token");
            return;
        }
        switch (provider.logout(token.get(), id)) {
            case LogoutReading.Invalid(String detail) -> refuse(response, id, detail);
            case LogoutReading.Unavailable(String detail) -> {
                LOG.log(Level.WARNING, "A logout of the OpenID provider was not judged: " + detail + of(id));
                unavailable(response, RETRY_AFTER);
            }
            case LogoutReading.Valid(var logout) -> end(response, id, logout);
        }
    }

    private void end(ServerResponse response, CorrelationId id, ProviderSignIn.Logout logout) {
        try {
            signIn.end(logout);
        } catch (StoreUnavailableException unavailable) {
            LOG.log(Level.ERROR, "The store was unavailable to a logout of the OpenID provider" + of(id), unavailable);
            unavailable(response, unavailable.retryAfter());
            return;
        }
        response.status(200).send();
    }

    private static void unavailable(ServerResponse response, Duration retryAfter) {
        response.header(Responses.retryAfter(retryAfter)).status(503).send();
    }

    private static String of(CorrelationId id) {
        return "; correlation id " + id.value();
    }

    private static Optional<String> token(ServerRequest request) throws IOException {
        boolean isForm = request.headers().mediaTypes().equals(List.of(FormBody.MEDIA_TYPE));
        if (!isForm || !(request.body(LONGEST) instanceof ReceivedBody.Complete(var body))) {
            return Optional.empty();
        }
        return switch (FormBody.decode(body)) {
            case Parsed.Unreadable<?> _ -> Optional.empty();
            case Parsed.Read(FormBody form) -> {
                var values = new ArrayList<String>();
                form.forEach((name, value) -> {
                    if (name.equals(PARAMETER)) {
                        values.add(value);
                    }
                });
                yield values.size() == 1 ? Optional.of(values.getFirst()) : Optional.empty();
            }
        };
    }

    /** §2.8: the reason is for the log, and the response has a word and a fixed sentence. */
    private static void refuse(ServerResponse response, CorrelationId id, String detail) {
        LOG.log(Level.WARNING, "A logout of the OpenID provider was refused: " + detail + of(id));
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("error", "invalid_request");
        members.put("error_description", "The logout token is not valid.");
        Responses.json(response, 400, members);
    }
}
