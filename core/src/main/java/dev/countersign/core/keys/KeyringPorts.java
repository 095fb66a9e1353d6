package dev.countersign.core.keys;

import java.time.InstantSource;
import java.util.concurrent.Executor;

/**
 * The ports of a keyring.
 *
 * @param executor runs each fetch in a thread of its own, so that a slow issuer delays no other
 */
public record KeyringPorts(
        JwksFetcher fetcher, JwksStore store, KeyringEvents events, InstantSource clock, Executor executor) {}
