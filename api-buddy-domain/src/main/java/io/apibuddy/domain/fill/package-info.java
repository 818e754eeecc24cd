/**
 * Fetches from upstreams in flight: one call each, whose answer is read once, shared by equal
 * requests and stored.
 */
@NullMarked
package io.apibuddy.domain.fill;

import org.jspecify.annotations.NullMarked;
