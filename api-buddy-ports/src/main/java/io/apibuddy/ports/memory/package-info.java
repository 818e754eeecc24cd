/** The memory that may be taken, as a share of the heap. */
@NullMarked
package io.apibuddy.ports.memory;

import org.jspecify.annotations.NullMarked;
