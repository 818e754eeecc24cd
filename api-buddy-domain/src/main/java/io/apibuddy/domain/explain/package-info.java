/** Explanations of how a request would be answered, and the state of the mappings' throttles. */
@NullMarked
package io.apibuddy.domain.explain;

import org.jspecify.annotations.NullMarked;
