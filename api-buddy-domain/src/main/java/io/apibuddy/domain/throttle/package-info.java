/** How often upstreams are asked: limits, the line of those who wait, pauses upstreams ask for. */
@NullMarked
package io.apibuddy.domain.throttle;

import org.jspecify.annotations.NullMarked;
