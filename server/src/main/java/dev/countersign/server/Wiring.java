package dev.countersign.server;

import dev.countersign.server.config.Deployment;
import dev.countersign.server.run.RunningServer;
import dev.countersign.server.run.ServerStarter;
import dev.countersign.server.run.StartRefusedException;
import java.time.Clock;
import java.util.Map;

/** The one place where the parts of a server are made and joined. */
public final class Wiring implements ServerStarter {
    /** The clock of the process. */
    static final Clock CLOCK = Clock.systemUTC();

    @Override
    public RunningServer start(Deployment deployment, Map<String, String> environment) throws StartRefusedException {
        throw StartRefusedException.unavailable("this build has no server in it");
    }
}
