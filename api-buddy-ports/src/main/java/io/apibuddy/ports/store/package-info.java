/** The driven ports towards a storage engine, and the values that cross them. */
@NullMarked
package io.apibuddy.ports.store;

import org.jspecify.annotations.NullMarked;
