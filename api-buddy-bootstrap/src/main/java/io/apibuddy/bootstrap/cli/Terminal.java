package io.apibuddy.bootstrap.cli;

import java.io.PrintWriter;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the command line is given from outside.
 *
 * @param environment the variables
 * @param home the user's directory
 * @param out where results go
 * @param err where messages go
 * @param colours whether {@code out} shows colours and wants them
 * @param bottom the last line of the terminal that {@code out} is, null if it is none or wants no
 *     control sequences
 */
record Terminal(
    Map<String, String> environment,
    String home,
    PrintWriter out,
    PrintWriter err,
    boolean colours,
    @Nullable BottomLine bottom) {

  Terminal {
    environment = Map.copyOf(environment);
    Objects.requireNonNull(home, "home");
    Objects.requireNonNull(out, "out");
    Objects.requireNonNull(err, "err");
  }

  /** Without a last line. */
  Terminal(
      Map<String, String> environment,
      String home,
      PrintWriter out,
      PrintWriter err,
      boolean colours) {
    this(environment, home, out, err, colours, null);
  }
}
