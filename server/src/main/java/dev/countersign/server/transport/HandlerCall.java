package dev.countersign.server.transport;

import dev.countersign.server.transport.head.HeadRules;
import java.io.IOException;

/**
 * The call of the handler for one request, on a virtual thread.
 *
 * @param broken ends the connection or the stream when there is no response to send
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
                LOG.log(System.Logger.Level.ERROR, "A request was left without a response");
            }
        } catch (IOException gone) {
            if (life.failure() != HeadRules.GOOD && !response.isSent()) {
                shared.errors().refuse(response.closeConnection(), life.failure());
                good = true;
            }
            LOG.log(System.Logger.Level.DEBUG, "A peer went away", gone);
        } catch (RuntimeException fault) {
            LOG.log(System.Logger.Level.ERROR, "A request met a fault, and its connection was closed", fault);
        } finally {
            if (!good) {
                broken.run();
            }
            life.partEnded();
        }
    }
}
