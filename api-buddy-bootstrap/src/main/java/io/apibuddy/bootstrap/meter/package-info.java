/** Counts what the proxy does and shows it as JSON and through Micrometer. */
@NullMarked
package io.apibuddy.bootstrap.meter;

import org.jspecify.annotations.NullMarked;
