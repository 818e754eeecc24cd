/** How long the parts of a hit take, measured with JMH; {@code benchmarks/run} runs it. */
@NullMarked
package io.apibuddy.benchmarks;

import org.jspecify.annotations.NullMarked;
