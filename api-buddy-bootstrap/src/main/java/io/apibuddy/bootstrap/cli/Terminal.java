package io.apibuddy.bootstrap.cli;

import io.apibuddy.bootstrap.log.PrintableText;
import java.io.PrintWriter;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The environment of the command line.
 *
 * @param environment the environment variables
 * @param home the user's home directory
 * @param out the writer of results
 * @param err the writer of messages
 * @param colours whether {@code out} is to have colours
 * @param statusLine the status line of the terminal, null if {@code out} is no terminal or wants no
 *     control sequences
 */
record Terminal(
    Map<String, String> environment,
    String home,
    PrintWriter out,
    PrintWriter err,
    boolean colours,
    @Nullable StatusLine statusLine) {

  Terminal {
    environment = Map.copyOf(environment);
    Objects.requireNonNull(home, "home");
    Objects.requireNonNull(out, "out");
    Objects.requireNonNull(err, "err");
  }

  /** Prints text for people, with its line ends; control characters become {@code ?}. */
  void print(String text) {
    out.print(PrintableText.lines(text));
    out.flush();
  }

  /** Prints JSON and a line end; control characters are escaped. */
  void printJson(String json) {
    out.print(PrintableText.json(json) + "\n");
    out.flush();
  }

  /** Prints a message: what went wrong, or what the user should know. */
  void printMessage(String message) {
    err.println("api-buddy: " + PrintableText.lines(message));
  }

  /** Creates a terminal without a status line. */
  Terminal(
      Map<String, String> environment,
      String home,
      PrintWriter out,
      PrintWriter err,
      boolean colours) {
    this(environment, home, out, err, colours, null);
  }
}
