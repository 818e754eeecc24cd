/** Message content in transit: buffered, spilled, counted, cut, and shared by several readers. */
@NullMarked
package io.apibuddy.domain.content;

import org.jspecify.annotations.NullMarked;
