/** The access granted for a verified assertion: conditions, subject, claims, scope, resource and lifetime. */
package dev.countersign.core.policy;
