package dev.countersign.core.client;

import dev.countersign.core.rejection.Ruling;
import java.time.Instant;

/** Judges the JWT with which a client proves who it is (RFC 7523 §2.2, RFC 10070). */
public interface ClientAssertions {

    /** The application whose assertion it is; it is spent then, and never accepted again. */
    Ruling<RegisteredClient> judge(String assertion, ClientDirectory directory, Instant now);
}
