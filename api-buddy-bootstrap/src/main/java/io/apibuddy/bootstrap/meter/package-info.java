/**
 * Counts exchanges and upstream calls, and shows the counts as records, as JSON and through
 * Micrometer.
 */
@NullMarked
package io.apibuddy.bootstrap.meter;

import org.jspecify.annotations.NullMarked;
