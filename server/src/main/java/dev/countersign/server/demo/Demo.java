package dev.countersign.server.demo;

import dev.countersign.cli.remote.CallFailedException;
import dev.countersign.cli.remote.Credentials;
import dev.countersign.cli.remote.HttpTransport;
import dev.countersign.cli.remote.RestApi;
import dev.countersign.cli.remote.ServerUrl;
import dev.countersign.cli.remote.TrustedServer;
import dev.countersign.core.jose.signing.Secrets;
import dev.countersign.server.config.Deployment;
import dev.countersign.server.config.setting.EnvironmentVariables;
import dev.countersign.server.run.RunningServer;
import dev.countersign.server.run.ServerStarter;
import dev.countersign.server.run.StartRefusedException;
import java.io.IOException;
import java.io.PrintStream;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;

/** A running demonstration: the server, the sample issuer beside it, and the exchange between them. */
public final class Demo implements AutoCloseable {
    private static final String ADMINISTRATOR = "demo-administrator";

    private final RunningServer server;
    private final DemoIssuer issuer;
    private final HttpTransport transport;
    private final DemoReport report;
    private final InstantSource clock;
    private final String administratorSecret;

    private Demo(
            RunningServer server,
            DemoIssuer issuer,
            HttpTransport transport,
            DemoReport report,
            InstantSource clock,
            String administratorSecret) {
        this.server = server;
        this.issuer = issuer;
        this.transport = transport;
        this.report = report;
        this.clock = clock;
        this.administratorSecret = administratorSecret;
    }

    /** Starts the server and the sample issuer. */
    public static Demo start(Deployment deployment, ServerStarter starter, PrintStream out, InstantSource clock)
            throws StartRefusedException, DemoFailedException {
        var secret = Secrets.generate();
        var server = starter.start(
                deployment,
                Map.of(
                        EnvironmentVariables.BOOTSTRAP_CLIENT_ID, ADMINISTRATOR,
                        EnvironmentVariables.BOOTSTRAP_CLIENT_SECRET, secret));
        try {
            var issuer = DemoIssuer.start(clock);
            issuer.open(server.report().baseUrl());
            // HTTP/2, which no other client of the training run uses
            var transport = HttpTransport.to(
                    ServerUrl.of(server.report().baseUrl()),
                    new TrustedServer.ByFile(server.report().certificate()),
                    HttpClient.Version.HTTP_2);
            return new Demo(server, issuer, transport, new DemoReport(out), clock, secret);
        } catch (IOException fault) {
            server.stop();
            throw new DemoFailedException("The sample issuer did not start", fault);
        } catch (CallFailedException refused) {
            server.stop();
            throw new DemoFailedException(refused.sentence());
        }
    }

    /** Registers both sides, exchanges an assertion, verifies the token and prints everything. */
    public void run() throws DemoFailedException {
        report.started(server.report(), issuer);
        try {
            Credentials application = register();
            report.registered(application);
            var assertion = issuer.assertion(server.report().baseUrl());
            var accessToken = Exchanges.one(transport, application, assertion);
            var verified = new TokenProof(transport, server.report().baseUrl(), clock).verify(accessToken);
            report.exchanged(assertion, accessToken, verified);
            report.repeatable(server.report(), issuer, application);
        } catch (CallFailedException failed) {
            throw new DemoFailedException(failed.sentence());
        }
    }

    private Credentials register() throws CallFailedException {
        var registration =
                new Registration(new RestApi(transport, new Credentials(ADMINISTRATOR, administratorSecret)));
        registration.issuer(issuer);
        return registration.application();
    }

    /** Exchanges assertions for some time with several concurrent clients, as a server in operation does. */
    public void train(Duration time) throws DemoFailedException {
        try {
            new Exchanges(server.report(), issuer, register()).go(time);
        } catch (CallFailedException failed) {
            throw new DemoFailedException(failed.sentence());
        }
    }

    /** Reports that the server stays up. */
    public void sayThatItStays() {
        report.staying();
    }

    @Override
    public void close() {
        transport.close();
        issuer.close();
        server.stop();
    }
}
