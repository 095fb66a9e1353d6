/** Files in YAML or JSON that say what is to be trusted. */
@NullMarked
package dev.countersign.cli.trustfile;

import org.jspecify.annotations.NullMarked;
