/** What would become of a request, and why. */
@NullMarked
package io.apibuddy.domain.explain;

import org.jspecify.annotations.NullMarked;
