/** Exceptions that a proxy throws to the program that starts or controls it. */
@NullMarked
package io.apibuddy.bootstrap.error;

import org.jspecify.annotations.NullMarked;
