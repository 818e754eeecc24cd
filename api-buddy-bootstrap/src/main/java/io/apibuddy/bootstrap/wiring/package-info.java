/** Assembles a proxy from its parts, starts it and closes it. Only this package uses Guice. */
@NullMarked
package io.apibuddy.bootstrap.wiring;

import org.jspecify.annotations.NullMarked;
