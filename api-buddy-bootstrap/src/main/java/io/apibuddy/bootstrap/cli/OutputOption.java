package io.apibuddy.bootstrap.cli;

import io.apibuddy.bootstrap.admin.Json;
import java.util.Locale;
import picocli.CommandLine.Option;

/** The option that says how results are shown. */
final class OutputOption {

  /** How results are shown. */
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
   * @param result a record, map, list or node, for programs
   * @param text the same for people, with its line ends
   */
  void print(Terminal terminal, Object result, Object text) {
    if (json()) {
      terminal.printJson(Json.text(result));
    } else {
      terminal.print(text.toString());
    }
  }
}
