package dev.countersign.server.web;

import dev.countersign.server.transport.Handler;
import java.util.Collection;

/** A part of the server with paths of its own, such as the REST API. */
public interface PathService extends Handler {

    /** The paths at which, and below which, it answers all requests. */
    Collection<String> roots();

    /** Whether it also answers at the listener that asks for a certificate of the client. */
    default boolean acceptsCertificates() {
        return false;
    }
}
