/** The command line. */
@NullMarked
package io.apibuddy.bootstrap.cli;

import org.jspecify.annotations.NullMarked;
