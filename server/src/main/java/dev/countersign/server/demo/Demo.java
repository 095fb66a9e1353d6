package dev.countersign.server.demo;

import dev.countersign.core.jose.signing.Secrets;
import dev.countersign.server.config.Deployment;
import dev.countersign.server.config.setting.EnvironmentVariables;
import dev.countersign.server.run.RunningServer;
import dev.countersign.server.run.ServerStarter;
import dev.countersign.server.run.StartRefusedException;
import java.io.IOException;
import java.io.PrintStream;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;

/** A running demonstration: the server, the sample issuer beside it, and the exchange between them. */
public final class Demo implements AutoCloseable {
    private static final String ADMINISTRATOR = "demo-administrator";

    private final RunningServer server;
    private final DemoIssuer issuer;
    private final HttpsCaller caller;
    private final DemoReport report;
    private final InstantSource clock;
    private final String administratorSecret;

    private Demo(
            RunningServer server,
            DemoIssuer issuer,
            HttpsCaller caller,
            DemoReport report,
            InstantSource clock,
            String administratorSecret) {
        this.server = server;
        this.issuer = issuer;
        this.caller = caller;
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
            var caller =
                    HttpsCaller.of(server.report().baseUrl(), server.report().certificate());
            return new Demo(server, issuer, caller, new DemoReport(out), clock, secret);
        } catch (IOException | GeneralSecurityException fault) {
            server.stop();
            throw new DemoFailedException("The sample issuer did not start", fault);
        }
    }

    /** Registers both sides, exchanges an assertion, verifies the token and shows everything. */
    public void run() throws DemoFailedException {
        report.started(server.report(), issuer);
        var application = register();
        report.registered(application);
        var assertion = issuer.assertion(server.report().baseUrl());
        var accessToken = Exchanges.one(caller, application, assertion);
        var verified = new TokenProof(caller, server.report().baseUrl(), clock).verify(accessToken);
        report.exchanged(assertion, accessToken, verified);
        report.repeatable(server.report(), issuer, application);
    }

    private Registration.Application register() throws DemoFailedException {
        var administrator = Registration.by(ADMINISTRATOR, administratorSecret, caller);
        administrator.issuer(issuer);
        return administrator.application();
    }

    /** Exchanges one assertion after the other for some time, several callers at once: what a server does all day. */
    public void train(Duration time) throws DemoFailedException {
        new Exchanges(server.report(), issuer, register()).go(time);
    }

    /** Tells whoever watches that there is more to try. */
    public void sayThatItStays() {
        report.staying();
    }

    @Override
    public void close() {
        caller.close();
        issuer.close();
        server.stop();
    }
}
