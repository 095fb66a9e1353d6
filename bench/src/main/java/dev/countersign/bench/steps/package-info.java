/**
 * An exchange and its steps one by one, measured with JMH: no server, no database, no network.
 *
 * <p>{@code java -cp 'bench/target/bench/lib/*' org.openjdk.jmh.Main -prof gc steps} runs them all, in a quarter of an
 * hour, with the bytes that each allocates. {@code -f 1 -wi 2 -w 1 -i 3 -r 1} gives a first impression, but no true one of
 * {@link WholeExchange}, which is far from compiled by then.
 *
 * <p>What an exchange takes beyond {@link Limit} is ours. It is more than the steps add up to: the client, the search for
 * the key and the audit event are no steps of their own here, and a step alone has the compiler and the caches to itself.
 *
 * <p>Against the rules of the house the benchmarks are public and not final: JMH derives classes of its own from them.
 */
@NullMarked
package dev.countersign.bench.steps;

import org.jspecify.annotations.NullMarked;
