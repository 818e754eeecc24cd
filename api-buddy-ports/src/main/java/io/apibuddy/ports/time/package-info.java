/** Time, waiting and identifiers, injected so that policies stay pure and tests need no sleep. */
@NullMarked
package io.apibuddy.ports.time;

import org.jspecify.annotations.NullMarked;
