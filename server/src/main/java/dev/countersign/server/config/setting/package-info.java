/** The table of settings, and how their values are found in a file and in the environment. */
@NullMarked
package dev.countersign.server.config.setting;

import org.jspecify.annotations.NullMarked;
