/** The frame of a command: what it gets from its process, its options and arguments, its session with a server. */
@NullMarked
package dev.countersign.cli.command;

import org.jspecify.annotations.NullMarked;
