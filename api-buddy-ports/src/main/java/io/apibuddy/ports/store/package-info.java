/** The driven ports to a storage engine, and the values that pass through them. */
@NullMarked
package io.apibuddy.ports.store;

import org.jspecify.annotations.NullMarked;
