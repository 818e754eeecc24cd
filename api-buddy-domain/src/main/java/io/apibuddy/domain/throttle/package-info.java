/** Throttling of upstream requests: limits, waiting in line, and pauses that upstreams ask for. */
@NullMarked
package io.apibuddy.domain.throttle;

import org.jspecify.annotations.NullMarked;
