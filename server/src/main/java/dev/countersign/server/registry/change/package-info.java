/** Registration, change and removal, one class of use cases for each kind; the bootstrap administrator. */
@NullMarked
package dev.countersign.server.registry.change;

import org.jspecify.annotations.NullMarked;
