/** The command line: {@code api-buddy} and its subcommands. */
@NullMarked
package io.apibuddy.bootstrap.cli;

import org.jspecify.annotations.NullMarked;
