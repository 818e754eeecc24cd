/** The use case: the one loop that does I/O, and what it is made of. */
@NullMarked
package io.apibuddy.domain.exchange;

import org.jspecify.annotations.NullMarked;
