/** Plan, apply and export: what is registered as files say it. */
@NullMarked
package dev.countersign.server.registry.plan;

import org.jspecify.annotations.NullMarked;
