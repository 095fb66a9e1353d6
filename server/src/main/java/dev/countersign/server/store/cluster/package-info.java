/**
 * Notifications between nodes that share a database: changes of the trust configuration, and authentication failures.
 */
@NullMarked
package dev.countersign.server.store.cluster;

import org.jspecify.annotations.NullMarked;
