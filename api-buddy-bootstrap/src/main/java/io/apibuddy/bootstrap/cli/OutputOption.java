package io.apibuddy.bootstrap.cli;

import io.apibuddy.bootstrap.admin.Json;
import java.util.Locale;
import picocli.CommandLine.Option;

/** The option {@code --output}, which selects the format of results. */
final class OutputOption {

  /** The format of results. */
  enum Form {
    /** For people. */
    TEXT,
    /** For programs. */
    JSON;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Option(
      names = "--output",
      paramLabel = "FORM",
      description = "Output format: text or json (default: text).")
  private Form form = Form.TEXT;

  boolean json() {
    return form == Form.JSON;
  }

  /**
   * Prints a result.
   *
   * @param result the result for programs: a record, map, list or node
   * @param text the same result for people, with its line ends
   */
  void print(Terminal terminal, Object result, Object text) {
    if (json()) {
      terminal.printJson(Json.text(result));
    } else {
      terminal.print(text.toString());
    }
  }
}
