/** What a verified assertion entitles to: conditions, subject, claims, scope, resource and lifetime. */
package dev.countersign.core.policy;
