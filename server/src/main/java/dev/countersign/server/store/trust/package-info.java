/**
 * What is trusted: issuers, applications and API resources as stored documents, and when their credentials were last
 * used.
 */
@NullMarked
package dev.countersign.server.store.trust;

import org.jspecify.annotations.NullMarked;
