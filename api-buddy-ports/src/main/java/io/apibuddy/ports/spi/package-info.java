/** The environment that every adapter receives at start-up. */
@NullMarked
package io.apibuddy.ports.spi;

import org.jspecify.annotations.NullMarked;
