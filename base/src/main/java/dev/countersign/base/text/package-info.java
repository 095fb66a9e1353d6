/** Small things about text that several packages need and none owns. */
@NullMarked
package dev.countersign.base.text;

import org.jspecify.annotations.NullMarked;
