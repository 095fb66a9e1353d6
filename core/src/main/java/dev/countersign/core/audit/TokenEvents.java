package dev.countersign.core.audit;

/**
 * Receiver of token events. Recording never blocks and never throws: an exchange does not wait for its own audit
 * record.
 */
public interface TokenEvents {
    void record(TokenEvent event);
}
