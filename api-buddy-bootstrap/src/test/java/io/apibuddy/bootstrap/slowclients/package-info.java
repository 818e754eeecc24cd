/**
 * Keeps hundreds of clients that send or read too slowly at the product, and measures what one
 * ordinary client notices of them.
 *
 * <p>{@code scripts/slow-clients} runs it; it is no test class, since it measures.
 */
@NullMarked
package io.apibuddy.bootstrap.slowclients;

import org.jspecify.annotations.NullMarked;
