/**
 * The trust configuration: issuers, applications and API resources as stored documents, and the last uses of their
 * credentials.
 */
@NullMarked
package dev.countersign.server.store.trust;

import org.jspecify.annotations.NullMarked;
