/** From a request target to the mapping and the upstream's target, byte for byte. */
@NullMarked
package io.apibuddy.domain.routing;

import org.jspecify.annotations.NullMarked;
