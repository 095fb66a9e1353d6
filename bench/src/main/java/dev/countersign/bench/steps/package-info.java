/**
 * An exchange and its steps one by one, measured with JMH: no server, no database, no network.
 *
 *
 * <p>{@code java -cp 'bench/target/bench/lib/*' org.openjdk.jmh.Main -prof gc steps} runs all of them, in a quarter of
 * an hour, with the bytes that each allocates. {@code -f 1 -wi 2 -w 1 -i 3 -r 1} gives a first impression, but not a
 * reliable one of {@link WholeExchange}, which is far from compiled by then.
 *
 *
 * <p>The time of an exchange beyond {@link Limit} is spent in Countersign. It is more than the sum of the steps: the
 * client, the key lookup and the audit event are not separate steps here, and a single step has the compiler and the
 * caches to itself.
 *
 *
 * <p>Unlike other classes of the repository the benchmarks are public and not final: JMH derives classes from them.
 */
@NullMarked
package dev.countersign.bench.steps;

import org.jspecify.annotations.NullMarked;
