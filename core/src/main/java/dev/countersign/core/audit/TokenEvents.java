package dev.countersign.core.audit;

/** Where token events go. Taking one never blocks and never throws: an exchange does not wait for its record of itself. */
public interface TokenEvents {
    void record(TokenEvent event);
}
