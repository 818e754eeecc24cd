/** The driven port to the external APIs. */
@NullMarked
package io.apibuddy.ports.upstream;

import org.jspecify.annotations.NullMarked;
