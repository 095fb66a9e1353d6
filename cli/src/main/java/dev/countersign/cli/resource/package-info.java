/** Commands for what is registered, one kind a pair of classes: trusted token issuers, applications, API resources. */
@NullMarked
package dev.countersign.cli.resource;

import org.jspecify.annotations.NullMarked;
