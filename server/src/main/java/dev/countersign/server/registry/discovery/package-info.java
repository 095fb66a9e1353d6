/** What is found out about an issuer before it is trusted: its metadata and its keys. */
@NullMarked
package dev.countersign.server.registry.discovery;

import org.jspecify.annotations.NullMarked;
