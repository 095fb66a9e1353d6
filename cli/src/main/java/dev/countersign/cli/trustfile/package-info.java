/** Files of the trust configuration in YAML or JSON. */
@NullMarked
package dev.countersign.cli.trustfile;

import org.jspecify.annotations.NullMarked;
