/** Content on its way: held in memory, spilled, counted, cut, and read by several at a time. */
@NullMarked
package io.apibuddy.domain.content;

import org.jspecify.annotations.NullMarked;
