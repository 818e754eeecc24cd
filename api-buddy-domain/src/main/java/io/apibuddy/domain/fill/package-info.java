/** One call upstream and what becomes of its answer: read once, given to all who wait, stored. */
@NullMarked
package io.apibuddy.domain.fill;

import org.jspecify.annotations.NullMarked;
