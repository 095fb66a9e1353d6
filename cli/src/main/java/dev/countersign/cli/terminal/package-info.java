/** Output of commands: text that is safe to print, tables, marks and colours. */
@NullMarked
package dev.countersign.cli.terminal;

import org.jspecify.annotations.NullMarked;
