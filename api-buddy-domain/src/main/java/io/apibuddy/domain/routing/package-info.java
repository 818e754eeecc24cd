/**
 * Routing of a request target to a mapping and the upstream's target, byte for byte, and of the
 * upstream's references back to the proxy.
 */
@NullMarked
package io.apibuddy.domain.routing;

import org.jspecify.annotations.NullMarked;
