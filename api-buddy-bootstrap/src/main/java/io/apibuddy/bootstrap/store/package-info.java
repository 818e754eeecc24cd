/** The hot tier: what is asked for often, held in memory in front of a store. */
@NullMarked
package io.apibuddy.bootstrap.store;

import org.jspecify.annotations.NullMarked;
