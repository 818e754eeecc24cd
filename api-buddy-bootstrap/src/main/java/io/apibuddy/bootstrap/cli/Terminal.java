package io.apibuddy.bootstrap.cli;

import java.io.PrintWriter;
import java.util.Map;
import java.util.Objects;

/**
 * What the command line is given from outside.
 *
 * @param environment the variables
 * @param home the user's directory
 * @param out where results go
 * @param err where messages go
 * @param colours whether {@code out} shows colours and wants them
 */
record Terminal(
    Map<String, String> environment,
    String home,
    PrintWriter out,
    PrintWriter err,
    boolean colours) {

  Terminal {
    environment = Map.copyOf(environment);
    Objects.requireNonNull(home, "home");
    Objects.requireNonNull(out, "out");
    Objects.requireNonNull(err, "err");
  }
}
