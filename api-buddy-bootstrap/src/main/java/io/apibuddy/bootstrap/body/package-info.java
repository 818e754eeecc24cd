/** Canonical request bodies and room for long ones. */
@NullMarked
package io.apibuddy.bootstrap.body;

import org.jspecify.annotations.NullMarked;
