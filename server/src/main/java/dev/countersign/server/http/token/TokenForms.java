package dev.countersign.server.http.token;

import dev.countersign.core.audit.RequestOrigin;
import dev.countersign.core.client.ClientAuthentication;
import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.grant.ClientStage;
import dev.countersign.core.grant.ClientStage.Endpoint;
import dev.countersign.core.rejection.DependencyRejection;
import dev.countersign.core.rejection.Rejection;
import dev.countersign.core.rejection.RequestRejection;
import dev.countersign.core.rejection.Ruling;
import dev.countersign.core.trust.TrustRegistry;
import dev.countersign.core.trust.TrustSnapshot;
import dev.countersign.server.transport.ServerRequest;
import dev.countersign.server.transport.ServerResponse;
import dev.countersign.server.web.ClientCertificates;
import dev.countersign.server.web.CorrelationIds;
import dev.countersign.server.web.FormBody;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Request handling common to introspection and revocation: a form with a token, from an authenticated client, behind
 * the load shedder of the token endpoint. Each refusal is recorded once.
 */
final class TokenForms {
    private static final Duration COME_BACK_AFTER = Duration.ofSeconds(1);

    private final Endpoint endpoint;
    private final TrustRegistry trust;
    private final ClientStage stage;
    private final ClientCertificates certificates;
    private final LoadShedder shedder;

    TokenForms(Endpoint endpoint, TokenParts parts, LoadShedder shedder) {
        this.endpoint = endpoint;
        this.trust = parts.trust();
        this.stage = parts.stage();
        this.certificates = parts.certificates();
        this.shedder = shedder;
    }

    /**
     * A received request.
     *
     * @param trust the snapshot used for the request
     * @param origin for the audit
     */
    record Incoming(ServerRequest request, TrustSnapshot trust, RequestOrigin origin) {}

    Incoming incoming(ServerRequest request, ServerResponse response) {
        return new Incoming(request, trust.current(), new RequestOrigin(CorrelationIds.of(response), request.client()));
    }

    /** Reads the form; each parameter may occur once. */
    Ruling<FormBody> form(Incoming incoming) throws IOException {
        return recorded(
                OAuthForm.received(incoming.request(), certificates)
                        .then(received -> OAuthForm.read(received, Set.of())),
                incoming);
    }

    /** Returns the {@code token} parameter, a token of any kind (RFC 7662 §2.1, RFC 7009 §2.1). */
    static Ruling<String> token(FormBody form) {
        Optional<String> token = form.value("token");
        return token.isPresent()
                ? Ruling.granted(token.get())
                : Ruling.refused(new RequestRejection.Malformed("no token"));
    }

    /** Runs the work for the authenticated application of the request (RFC 6749 §2.3). */
    <T> Ruling<T> asClient(Incoming incoming, FormBody form, Function<RegisteredClient, Ruling<T>> work) {
        List<String> authorizations = incoming.request().headers().values("Authorization");
        Ruling<ClientAuthentication> read = certificates
                .of(incoming.request())
                .then(certificate -> ClientCredentials.read(authorizations, form, certificate));
        return recorded(read, incoming).then(presented -> admitted(presented, incoming, work));
    }

    private <T> Ruling<T> admitted(
            ClientAuthentication presented, Incoming incoming, Function<RegisteredClient, Ruling<T>> work) {
        Optional<LoadShedder.Tenant> tenant = shedder.admit(Optional.of(presented));
        if (tenant.isEmpty()) {
            shedder.shed();
            return recorded(Ruling.refused(new DependencyRejection.ServerOverloaded(COME_BACK_AFTER)), incoming);
        }
        try {
            return stage.authenticate(incoming.trust(), endpoint, presented, incoming.origin())
                    .then(work);
        } finally {
            shedder.release(tenant.get());
        }
    }

    private <T> Ruling<T> recorded(Ruling<T> ruling, Incoming incoming) {
        if (ruling instanceof Ruling.Refused<T>(Rejection rejection)) {
            stage.refused(incoming.trust(), endpoint, rejection, incoming.origin());
        }
        return ruling;
    }
}
