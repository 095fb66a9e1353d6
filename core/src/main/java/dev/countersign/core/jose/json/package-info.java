/** Strict JSON: bounded, and without repeated members. */
@NullMarked
package dev.countersign.core.jose.json;

import org.jspecify.annotations.NullMarked;
