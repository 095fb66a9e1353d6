package dev.countersign.core.keys;

import java.time.InstantSource;
import java.util.concurrent.Executor;

/**
 * What a keyring needs from outside.
 *
 * @param executor runs each fetch in a thread of its own, so that a slow issuer delays no other
 */
public record KeyringPorts(
        JwksFetcher fetcher, JwksStore store, KeyringEvents events, InstantSource clock, Executor executor) {}
