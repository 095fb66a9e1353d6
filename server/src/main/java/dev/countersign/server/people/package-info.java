/**
 * The users of the console, with their roles, passwords, one-time links and sessions. The store contains the adapters
 * of its ports.
 */
@NullMarked
package dev.countersign.server.people;

import org.jspecify.annotations.NullMarked;
