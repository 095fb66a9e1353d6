/** The import of what another product trusts. */
@NullMarked
package dev.countersign.cli.migration;

import org.jspecify.annotations.NullMarked;
