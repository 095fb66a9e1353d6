/** Interface between commands and a server: starting it, its report, and the end of the process. */
@NullMarked
package dev.countersign.server.run;

import org.jspecify.annotations.NullMarked;
