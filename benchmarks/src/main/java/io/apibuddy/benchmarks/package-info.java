/** JMH benchmarks of the parts of a hit; {@code benchmarks/run} runs them. */
@NullMarked
package io.apibuddy.benchmarks;

import org.jspecify.annotations.NullMarked;
