/**
 * Commands for registered resources, a pair of classes for each kind: trusted token issuers, applications, API
 * resources.
 */
@NullMarked
package dev.countersign.cli.resource;

import org.jspecify.annotations.NullMarked;
