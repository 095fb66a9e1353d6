/** Personal access tokens: secrets with a role and an end, by which users of the console call the REST API. */
@NullMarked
package dev.countersign.server.people.token;

import org.jspecify.annotations.NullMarked;
