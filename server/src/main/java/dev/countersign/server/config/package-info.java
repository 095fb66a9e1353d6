/**
 * Configuration of the process: {@code deployment.toml} and the environment, read into records. The trust configuration
 * is in the store.
 */
@NullMarked
package dev.countersign.server.config;

import org.jspecify.annotations.NullMarked;
