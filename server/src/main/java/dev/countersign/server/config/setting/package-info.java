/** The table of settings, and the lookup of their values in a file and in the environment. */
@NullMarked
package dev.countersign.server.config.setting;

import org.jspecify.annotations.NullMarked;
