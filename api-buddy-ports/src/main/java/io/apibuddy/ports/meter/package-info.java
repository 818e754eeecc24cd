/** The port for counting exchanges, each exactly once. */
@NullMarked
package io.apibuddy.ports.meter;

import org.jspecify.annotations.NullMarked;
