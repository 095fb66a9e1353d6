/** The picture of the way from issuers by applications to APIs. */
@NullMarked
package dev.countersign.server.console.flow;

import org.jspecify.annotations.NullMarked;
