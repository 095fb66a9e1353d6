/** Pages of the server as a whole: home, settings and signing keys. */
@NullMarked
package dev.countersign.server.console.overview;

import org.jspecify.annotations.NullMarked;
