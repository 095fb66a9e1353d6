/** What nodes that share a database tell each other: changes of what is trusted, and failures to authenticate. */
@NullMarked
package dev.countersign.server.store.cluster;

import org.jspecify.annotations.NullMarked;
