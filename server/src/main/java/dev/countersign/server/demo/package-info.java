/** The demonstration: a server, a sample third party and one real exchange between them. */
@NullMarked
package dev.countersign.server.demo;

import org.jspecify.annotations.NullMarked;
