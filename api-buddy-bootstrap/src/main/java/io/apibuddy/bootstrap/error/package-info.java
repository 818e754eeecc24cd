/** What can go wrong with a proxy as a whole, for those who start one. */
@NullMarked
package io.apibuddy.bootstrap.error;

import org.jspecify.annotations.NullMarked;
