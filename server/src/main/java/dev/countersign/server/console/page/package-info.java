/** What every section of the console is made of: routes, page requests and responses, notices. */
@NullMarked
package dev.countersign.server.console.page;

import org.jspecify.annotations.NullMarked;
