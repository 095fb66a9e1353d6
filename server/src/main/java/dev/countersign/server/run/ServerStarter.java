package dev.countersign.server.run;

import dev.countersign.server.config.Deployment;
import java.util.Map;

/** Starter of servers. */
@FunctionalInterface
public interface ServerStarter {

    /**
     * Starts a server and returns when it answers requests.
     *
     * @param environment may contain the master key and the credentials of the first administrator
     */
    RunningServer start(Deployment deployment, Map<String, String> environment) throws StartRefusedException;
}
