/** How the process runs: {@code deployment.toml} and the environment, read into records. What it trusts is in the store. */
@NullMarked
package dev.countersign.server.config;

import org.jspecify.annotations.NullMarked;
