/** Tables of members: from one row follow reading, answering, storing and exporting. */
@NullMarked
package dev.countersign.server.registry.field;

import org.jspecify.annotations.NullMarked;
