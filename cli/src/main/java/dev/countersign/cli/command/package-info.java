/** The framework of commands: environment, options and arguments, and the session with a server. */
@NullMarked
package dev.countersign.cli.command;

import org.jspecify.annotations.NullMarked;
