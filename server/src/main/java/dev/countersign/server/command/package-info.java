/** Commands that run a server in their process, or work on the home of one. */
@NullMarked
package dev.countersign.server.command;

import org.jspecify.annotations.NullMarked;
