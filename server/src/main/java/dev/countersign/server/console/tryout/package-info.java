/** The page that explains an assertion and makes token requests. */
@NullMarked
package dev.countersign.server.console.tryout;

import org.jspecify.annotations.NullMarked;
