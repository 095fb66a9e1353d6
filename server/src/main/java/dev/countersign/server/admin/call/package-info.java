/** What every operation of the REST API is made of: calls and responses, problems, entity tags, pages. */
@NullMarked
package dev.countersign.server.admin.call;

import org.jspecify.annotations.NullMarked;
