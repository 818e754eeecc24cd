/** The hot tier: a bounded in-memory cache of stored responses in front of a store. */
@NullMarked
package io.apibuddy.bootstrap.store;

import org.jspecify.annotations.NullMarked;
