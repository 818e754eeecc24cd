/** The response store as the use case sees it: guarded against failures and kept within bounds. */
@NullMarked
package io.apibuddy.domain.store;

import org.jspecify.annotations.NullMarked;
