/** A JUnit Jupiter extension for tests that record an API once and then run without it. */
@NullMarked
package io.apibuddy.bootstrap.junit;

import org.jspecify.annotations.NullMarked;
