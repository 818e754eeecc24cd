/**
 * Time, waiting and identifiers. They are injected so that policies stay pure and tests need not
 * sleep.
 */
@NullMarked
package io.apibuddy.ports.time;

import org.jspecify.annotations.NullMarked;
