/** Numbers about a proxy, as its embedder gets them. */
@NullMarked
package io.apibuddy.bootstrap.metrics;

import org.jspecify.annotations.NullMarked;
