/** What an adapter is given at start-up. */
@NullMarked
package io.apibuddy.ports.spi;

import org.jspecify.annotations.NullMarked;
