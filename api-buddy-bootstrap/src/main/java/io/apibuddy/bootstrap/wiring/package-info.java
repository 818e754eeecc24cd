/** Puts the parts together and takes them apart again: the only place that knows Guice. */
@NullMarked
package io.apibuddy.bootstrap.wiring;

import org.jspecify.annotations.NullMarked;
