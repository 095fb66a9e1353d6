/** The database of an installation, read without its server. */
@NullMarked
package dev.countersign.server.store.inspection;

import org.jspecify.annotations.NullMarked;
