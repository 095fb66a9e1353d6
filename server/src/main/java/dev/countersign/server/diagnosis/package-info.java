/** Checks of an installation, and the support bundle: what a person needs to know to help with it. */
@NullMarked
package dev.countersign.server.diagnosis;

import org.jspecify.annotations.NullMarked;
