/** The head of a request: its bounds, its framing and its target, read strictly. */
@NullMarked
package dev.countersign.server.transport.head;

import org.jspecify.annotations.NullMarked;
