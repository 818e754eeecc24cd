/**
 * Requests and answers in the form in which they may leave the store, and the comparison that finds
 * the stored requests most similar to one that has no answer.
 */
@NullMarked
package io.apibuddy.domain.replay;

import org.jspecify.annotations.NullMarked;
