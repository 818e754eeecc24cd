/** The metrics of a proxy as immutable records, for the application that embeds it. */
@NullMarked
package io.apibuddy.bootstrap.metrics;

import org.jspecify.annotations.NullMarked;
