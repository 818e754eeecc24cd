/** How exchanges are counted, each of them once. */
@NullMarked
package io.apibuddy.ports.meter;

import org.jspecify.annotations.NullMarked;
