/** The settings that mend refusals. */
@NullMarked
package dev.countersign.server.console.fix;

import org.jspecify.annotations.NullMarked;
