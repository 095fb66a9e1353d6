package dev.countersign.server.demo;

import dev.countersign.core.oauth.GrantType;
import dev.countersign.server.run.ServerReport;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Exchanges for some time, by several callers at once over HTTPS and, where it is served, over plain HTTP. */
final class Exchanges {
    private static final int CALLERS = 16;

    private final ServerReport server;
    private final DemoIssuer issuer;
    private final Registration.Application application;

    Exchanges(ServerReport server, DemoIssuer issuer, Registration.Application application) {
        this.server = server;
        this.issuer = issuer;
        this.application = application;
    }

    /** Exchanges one assertion and returns the access token. */
    static String one(HttpsCaller caller, Registration.Application application, String assertion)
            throws DemoFailedException {
        var answer = caller.token(
                application.clientId(),
                application.secret(),
                Map.of("grant_type", GrantType.JWT_BEARER.value(), "assertion", assertion));
        return Registration.text(Registration.expect(200, answer, "The exchange"), "access_token");
    }

    /** Goes on for so long; fails with the first exchange that does. */
    void go(Duration time) throws DemoFailedException {
        long end = System.nanoTime() + time.toNanos();
        List<Future<Void>> callers = new ArrayList<>();
        try (var secure = caller(server.baseUrl());
                var plain = caller(server.plainHttp().map(URI::toString).orElse(server.baseUrl()));
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < CALLERS; i++) {
                HttpsCaller caller = i % 2 == 0 ? secure : plain;
                callers.add(threads.submit(() -> {
                    while (System.nanoTime() - end < 0) {
                        one(caller, application, issuer.assertion(server.baseUrl()));
                    }
                    return null;
                }));
            }
            for (Future<Void> caller : callers) {
                caller.get();
            }
        } catch (ExecutionException failed) {
            throw new DemoFailedException("An exchange failed", failed);
        } catch (IOException | GeneralSecurityException fault) {
            throw new DemoFailedException("There are no callers", fault);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new DemoFailedException("The exchanges were interrupted", interrupted);
        }
    }

    /** Of HTTP/1.1, as most clients of servers speak it. */
    private HttpsCaller caller(String base) throws IOException, GeneralSecurityException {
        return HttpsCaller.of(base, server.certificate(), HttpClient.Version.HTTP_1_1);
    }
}
