/** Files on the disk of this machine. */
@NullMarked
package dev.countersign.base.file;

import org.jspecify.annotations.NullMarked;
