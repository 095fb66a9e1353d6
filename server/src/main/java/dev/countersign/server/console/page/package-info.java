/** Building blocks of all sections of the console: routes, page requests and responses, notices. */
@NullMarked
package dev.countersign.server.console.page;

import org.jspecify.annotations.NullMarked;
