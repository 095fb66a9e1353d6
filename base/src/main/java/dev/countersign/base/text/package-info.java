/** Text utilities shared by several packages. */
@NullMarked
package dev.countersign.base.text;

import org.jspecify.annotations.NullMarked;
