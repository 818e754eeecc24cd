/** Finds out of how many tokens an answer of a language model is. */
@NullMarked
package io.apibuddy.bootstrap.usage;

import org.jspecify.annotations.NullMarked;
