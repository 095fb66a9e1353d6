package dev.countersign.bench.driver;

import dev.countersign.bench.server.Target;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.PemTrustOptions;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Keep-alive connections to a token endpoint, all on one thread; new ones are made when all are busy. */
public final class OpenClient implements AutoCloseable {
    /** Number of concurrent requests on one HTTP/2 connection; the server permits no more. */
    private static final int STREAMS = 100;

    private static final int CONNECT_MILLIS = 10_000;

    /** Status and body of an answer. */
    record Answer(int status, String body) {}

    private final Vertx vertx;
    private final Context thread;
    private final HttpClient client;
    private final RequestOptions request;

    /**
     * Creates a client without connections.
     *
     * @param mostUnderWay most concurrent requests on connections; further requests wait here
     */
    public OpenClient(Target target, boolean http2, int mostUnderWay) {
        vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1));
        thread = vertx.getOrCreateContext();
        client = vertx.createHttpClient(
                options(target, http2),
                new PoolOptions().setHttp1MaxSize(mostUnderWay).setHttp2MaxSize(Math.ceilDiv(mostUnderWay, STREAMS)));
        request = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setAbsoluteURI(target.endpoint().toString())
                .putHeader("Authorization", "Basic " + target.credentials())
                .putHeader("Content-Type", Target.FORM_TYPE);
    }

    private static HttpClientOptions options(Target target, boolean http2) {
        var options = new HttpClientOptions()
                .setProtocolVersion(http2 ? HttpVersion.HTTP_2 : HttpVersion.HTTP_1_1)
                .setHttp2ClearTextUpgrade(false)
                .setHttp2MultiplexingLimit(STREAMS)
                .setConnectTimeout(CONNECT_MILLIS);
        target.certificate()
                .ifPresent(pem -> options.setSsl(true)
                        .setUseAlpn(http2)
                        .setTrustOptions(new PemTrustOptions().addCertPath(pem.toString())));
        return options;
    }

    /** Runs something on the thread of the connections. */
    void run(Runnable task) {
        thread.runOnContext(_ -> task.run());
    }

    /** Presents an assertion; on the thread of the connections only. */
    Future<Answer> present(String assertion) {
        return client.request(request)
                .compose(begun -> begun.send(Buffer.buffer(Target.FORM + assertion)))
                .compose(response -> response.body()
                        .map(body -> new Answer(response.statusCode(), body.toString(StandardCharsets.UTF_8))));
    }

    @Override
    public void close() {
        try {
            vertx.close().toCompletionStage().toCompletableFuture().get(CONNECT_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException stuck) {
            throw new IllegalStateException("The connections do not close.", stuck);
        }
    }
}
