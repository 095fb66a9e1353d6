/** The server as a process of its own, met over sockets, as its users meet it. */
@NullMarked
package dev.countersign.e2e;

import org.jspecify.annotations.NullMarked;
