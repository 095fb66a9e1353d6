/**
 * A client of the REST API and the token endpoint: URLs, logins, calls and their responses. It uses no class of the
 * server.
 */
@NullMarked
package dev.countersign.cli.remote;

import org.jspecify.annotations.NullMarked;
