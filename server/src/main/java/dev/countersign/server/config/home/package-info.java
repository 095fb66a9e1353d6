/** The home of a server: its folders, and the file of the master key. */
@NullMarked
package dev.countersign.server.config.home;

import org.jspecify.annotations.NullMarked;
