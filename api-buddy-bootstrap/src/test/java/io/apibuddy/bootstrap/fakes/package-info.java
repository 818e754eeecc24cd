/** Adapters that do nothing but remember what was done with them. */
@NullMarked
package io.apibuddy.bootstrap.fakes;

import org.jspecify.annotations.NullMarked;
