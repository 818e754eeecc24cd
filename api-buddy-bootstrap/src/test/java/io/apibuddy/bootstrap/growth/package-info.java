/**
 * Measures whether the product stays as it is while it grows: a million entries, a thousand
 * streams, ten thousand connections, minutes under load.
 *
 * <p>{@code benchmarks/growth} runs it; it is no test class, since it measures.
 */
@NullMarked
package io.apibuddy.bootstrap.growth;

import org.jspecify.annotations.NullMarked;
