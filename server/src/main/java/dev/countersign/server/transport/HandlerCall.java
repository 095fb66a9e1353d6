package dev.countersign.server.transport;

import dev.countersign.server.transport.head.HeadRules;
import java.io.IOException;

/**
 * The call of the handler for one request, on a virtual thread.
 *
 * @param broken closes the connection or the stream when no response can be sent
 */
record HandlerCall(Shared shared, RequestLife life, ServerRequest request, ServerResponse response, Runnable broken)
        implements Runnable {
    private static final System.Logger LOG = System.getLogger(HandlerCall.class.getName());

    @Override
    public void run() {
        boolean good = false;
        try {
            shared.handler().handle(request, response);
            good = response.isSent();
            if (!good) {
                LOG.log(System.Logger.Level.ERROR, "A request did not get a response");
            }
        } catch (IOException gone) {
            if (life.failure() != HeadRules.GOOD && !response.isSent()) {
                shared.errors().refuse(response.closeConnection(), life.failure());
                good = true;
            }
            LOG.log(System.Logger.Level.DEBUG, "A peer disconnected", gone);
        } catch (RuntimeException fault) {
            LOG.log(System.Logger.Level.ERROR, "A request failed, and its connection was closed", fault);
        } finally {
            if (!good) {
                broken.run();
            }
            life.partEnded();
        }
    }
}
