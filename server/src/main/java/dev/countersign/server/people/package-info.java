/**
 * Who may use the console: administrators as persons, with their roles, passwords, one-time links and sessions. The store
 * has the adapters of its ports.
 */
@NullMarked
package dev.countersign.server.people;

import org.jspecify.annotations.NullMarked;
