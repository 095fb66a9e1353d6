/** What administrators do: one use case a class, validated and audited here once; API, console and files only translate. */
@NullMarked
package dev.countersign.server.management;

import org.jspecify.annotations.NullMarked;
