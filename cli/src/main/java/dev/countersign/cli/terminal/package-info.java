/** What people see of a command: text that is safe to print, tables, marks and colours. */
@NullMarked
package dev.countersign.cli.terminal;

import org.jspecify.annotations.NullMarked;
