/**
 * The web console: pages rendered on the server, over the same use cases as the REST API. A page is a {@link Route} with an
 * action that makes a {@link PageResponse} of a {@link PageRequest}; {@link Console} finds the route, judges who may take it, and writes.
 * Templates are in {@code src/main/jte}, everything else a browser loads in {@code src/main/resources/console}.
 */
@NullMarked
package dev.countersign.server.console;

import dev.countersign.server.console.page.PageRequest;
import dev.countersign.server.console.page.PageResponse;
import dev.countersign.server.console.page.Route;
import org.jspecify.annotations.NullMarked;
