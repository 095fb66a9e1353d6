/** Pages of the other organizations, in the console of the root organization. */
@NullMarked
package dev.countersign.server.console.organization;

import org.jspecify.annotations.NullMarked;
