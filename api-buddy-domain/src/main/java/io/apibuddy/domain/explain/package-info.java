/** What would become of a request and why, and how the mappings stand. */
@NullMarked
package io.apibuddy.domain.explain;

import org.jspecify.annotations.NullMarked;
