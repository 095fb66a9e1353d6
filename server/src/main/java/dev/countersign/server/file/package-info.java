/** Files on the disk of this machine. */
@NullMarked
package dev.countersign.server.file;

import org.jspecify.annotations.NullMarked;
