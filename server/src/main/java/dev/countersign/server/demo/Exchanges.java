package dev.countersign.server.demo;

import dev.countersign.cli.remote.ApiResponse;
import dev.countersign.cli.remote.CallFailedException;
import dev.countersign.cli.remote.Credentials;
import dev.countersign.cli.remote.HttpTransport;
import dev.countersign.cli.remote.ServerUrl;
import dev.countersign.cli.remote.TrustedServer;
import dev.countersign.core.oauth.GrantType;
import dev.countersign.server.run.ServerReport;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Load of exchanges for some time, by several concurrent clients over HTTPS and, where available, over plain HTTP. */
record Exchanges(ServerReport server, DemoIssuer issuer, Credentials application) {
    private static final int CALLERS = 16;

    /** Exchanges one assertion and returns the access token. */
    static String one(HttpTransport transport, Credentials application, String assertion)
            throws DemoFailedException, CallFailedException {
        var form = Map.of("grant_type", GrantType.JWT_BEARER.value(), "assertion", assertion);
        ApiResponse answer = transport.token(application, form.entrySet());
        if (!answer.isDone()) {
            throw new DemoFailedException("The exchange was answered %s %s %s"
                    .formatted(answer.status(), answer.text("error"), answer.text("error_description")));
        }
        return answer.text("access_token");
    }

    /** Runs for this time; fails with the first failed exchange. */
    void go(Duration time) throws DemoFailedException, CallFailedException {
        long end = System.nanoTime() + time.toNanos();
        List<Future<Void>> callers = new ArrayList<>();
        try (var secure = transport(server.baseUrl());
                var plain = transport(server.plainHttp().map(URI::toString).orElse(server.baseUrl()));
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < CALLERS; i++) {
                HttpTransport transport = i % 2 == 0 ? secure : plain;
                callers.add(threads.submit(() -> {
                    while (System.nanoTime() - end < 0) {
                        one(transport, application, issuer.assertion(server.baseUrl()));
                    }
                    return null;
                }));
            }
            for (Future<Void> caller : callers) {
                caller.get();
            }
        } catch (ExecutionException failed) {
            throw new DemoFailedException("An exchange failed", failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new DemoFailedException("The exchanges were interrupted", interrupted);
        }
    }

    /** Uses HTTP/1.1, like most clients. */
    private HttpTransport transport(String base) throws CallFailedException {
        return HttpTransport.to(ServerUrl.of(base), new TrustedServer.ByFile(server.certificate()));
    }
}
