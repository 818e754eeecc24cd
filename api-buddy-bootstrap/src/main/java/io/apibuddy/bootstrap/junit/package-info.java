/** Tests with JUnit Jupiter that record an API once and run without it from then on. */
@NullMarked
package io.apibuddy.bootstrap.junit;

import org.jspecify.annotations.NullMarked;
