/**
 * IP addresses and address ranges, as written in settings and headers. The package imports no other package of
 * Countersign, and resolves no names.
 */
@NullMarked
package dev.countersign.server.address;

import org.jspecify.annotations.NullMarked;
