/** What commands know of a server: how one is started, what it says of itself, and how a process ends. */
@NullMarked
package dev.countersign.server.run;

import org.jspecify.annotations.NullMarked;
