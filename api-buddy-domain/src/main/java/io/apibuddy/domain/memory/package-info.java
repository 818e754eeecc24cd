/** A bounded storage in memory, which ends with the process. */
@NullMarked
package io.apibuddy.domain.memory;

import org.jspecify.annotations.NullMarked;
