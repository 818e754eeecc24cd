/** The error responses of the proxy itself, with problem details (RFC 9457), one for each cause. */
@NullMarked
package io.apibuddy.domain.problem;

import org.jspecify.annotations.NullMarked;
