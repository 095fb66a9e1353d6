/** Building blocks of all operations of the REST API: calls and responses, problems, entity tags, pages. */
@NullMarked
package dev.countersign.server.admin.call;

import org.jspecify.annotations.NullMarked;
