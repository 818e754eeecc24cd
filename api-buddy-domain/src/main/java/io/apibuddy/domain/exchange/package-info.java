/** The use case: takes one request from its head to its answer. */
@NullMarked
package io.apibuddy.domain.exchange;

import org.jspecify.annotations.NullMarked;
