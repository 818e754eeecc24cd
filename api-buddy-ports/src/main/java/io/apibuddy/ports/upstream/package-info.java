/** The driven port towards the external APIs. */
@NullMarked
package io.apibuddy.ports.upstream;

import org.jspecify.annotations.NullMarked;
