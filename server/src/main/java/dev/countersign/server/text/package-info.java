/** Small things about text that several packages need and none owns. */
@NullMarked
package dev.countersign.server.text;

import org.jspecify.annotations.NullMarked;
