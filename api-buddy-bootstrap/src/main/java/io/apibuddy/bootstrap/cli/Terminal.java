package io.apibuddy.bootstrap.cli;

import io.apibuddy.bootstrap.log.Visible;
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

  /** Prints what may hold texts of others, for people; with its line ends. */
  void print(String text) {
    out.print(Visible.lines(text));
    out.flush();
  }

  /** Prints JSON that may hold texts of others, and a line end. */
  void printJson(String json) {
    out.print(Visible.json(json) + "\n");
    out.flush();
  }

  /** Says what went wrong, or is to be known. */
  void tell(String message) {
    err.println("api-buddy: " + Visible.lines(message));
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
