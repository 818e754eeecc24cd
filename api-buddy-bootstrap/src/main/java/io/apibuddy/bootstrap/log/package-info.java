/** Delivers events to listeners and writes them to the log. */
@NullMarked
package io.apibuddy.bootstrap.log;

import org.jspecify.annotations.NullMarked;
