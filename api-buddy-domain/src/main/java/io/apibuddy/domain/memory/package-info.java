/** Storage in memory: bounded, gone with the process. */
@NullMarked
package io.apibuddy.domain.memory;

import org.jspecify.annotations.NullMarked;
