/** The store as the use case sees it: guarded against its failures, kept in bounds. */
@NullMarked
package io.apibuddy.domain.store;

import org.jspecify.annotations.NullMarked;
