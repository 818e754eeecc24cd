package io.apibuddy.bootstrap.config;

import java.util.stream.Collectors;

/** Words a parser's complaint for the person who wrote the file. */
final class SyntaxErrors {

  private SyntaxErrors() {}

  static String describe(String complaint, boolean yaml) {
    return yaml ? describeYaml(complaint) : describeJson(complaint);
  }

  private static String describeJson(String complaint) {
    String hint = "";
    if (complaint.startsWith("Unexpected character ('/'")
        || complaint.startsWith("Unexpected character ('#'")) {
      hint = "; JSON has no comments, a .yaml file may have them";
    } else if (complaint.startsWith("Unexpected character ('}'")
        || complaint.startsWith("Unexpected character (']'")) {
      hint = "; JSON has no comma behind the last member";
    }
    int aside = complaint.indexOf(": maybe a (non-standard)");
    return "not valid JSON: " + (aside < 0 ? complaint : complaint.substring(0, aside)) + hint;
  }

  /** Keeps the sentences and leaves out the quoted lines, which are indented. */
  private static String describeYaml(String complaint) {
    String sentences =
        complaint
            .lines()
            .filter(line -> !line.isBlank() && !Character.isWhitespace(line.charAt(0)))
            .map(String::strip)
            .collect(Collectors.joining(", "));
    return "not valid YAML: " + sentences;
  }
}
