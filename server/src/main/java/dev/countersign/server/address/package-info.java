/**
 * IP addresses and ranges of them, as settings and headers write them. The package imports nothing of ours, and no name is
 * ever looked up here.
 */
@NullMarked
package dev.countersign.server.address;

import org.jspecify.annotations.NullMarked;
