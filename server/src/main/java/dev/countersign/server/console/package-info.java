/**
 * The web console: pages rendered on the server, with the same use cases as the REST API. A page is a {@link Route}
 * with an action that returns a {@link PageResponse} for a {@link PageRequest}; {@link Console} finds the route, checks
 * access, and writes the response. Templates are in {@code src/main/jte}, all other files of the browser in {@code
 * src/main/resources/console}.
 */
@NullMarked
package dev.countersign.server.console;

import dev.countersign.server.console.page.PageRequest;
import dev.countersign.server.console.page.PageResponse;
import dev.countersign.server.console.page.Route;
import org.jspecify.annotations.NullMarked;
