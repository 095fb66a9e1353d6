/** The resources of the REST API, with the documents that describe them. */
@NullMarked
package dev.countersign.server.admin.resource;

import org.jspecify.annotations.NullMarked;
