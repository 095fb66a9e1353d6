package dev.countersign.server.run;

import dev.countersign.server.config.Deployment;
import java.util.Map;

/** Starts servers. */
@FunctionalInterface
public interface ServerStarter {

    /**
     * Starts a server and returns when it answers requests.
     *
     * @param environment where the master key and the first administrator may stand
     */
    RunningServer start(Deployment deployment, Map<String, String> environment) throws StartRefusedException;
}
