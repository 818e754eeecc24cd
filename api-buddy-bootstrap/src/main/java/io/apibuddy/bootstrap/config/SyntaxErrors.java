package io.apibuddy.bootstrap.config;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.snakeyaml.error.Mark;
import com.fasterxml.jackson.dataformat.yaml.snakeyaml.error.MarkedYAMLException;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Rewrites a parser's messages about syntax errors for the author of the file. */
final class SyntaxErrors {
  private static final Pattern END = Pattern.compile("end of stream|stream end");

  /** What is said of each character that cannot start a token, though few mean it as a tab. */
  private static final Pattern INDENTATION = Pattern.compile("\\. \\(Do not use.*");

  private static final String BACKSLASHES =
      "write a path with backslashes without quotes or in single ones";

  /** What to do about an error, by the words that describe it. */
  private static final Map<String, String> YAML_HINTS =
      Map.of(
          "escape character",
          BACKSLASHES,
          "escape sequence",
          BACKSLASHES,
          "expected <block end>",
          "keys of the same section begin in the same column",
          "could not find expected ':'",
          "write a space after the colon of a key",
          "mapping values are not allowed",
          "a key with others below it has no text of its own, and text with a colon and a space"
              + " in it needs quotes");

  private SyntaxErrors() {}

  /**
   * Returns the position of an error. The location that the YAML parser reports is before the
   * error, so its marks are used. An unterminated construct is reported where it begins.
   */
  @SuppressWarnings("deprecation") // nothing else gives access to the marks
  static Position position(String source, JsonProcessingException complaint) {
    if (complaint instanceof MarkedYAMLException yaml) {
      Mark begin = yaml.getContextMark();
      boolean endless = begin != null && END.matcher(String.valueOf(yaml.getProblem())).find();
      Mark mark = endless ? begin : yaml.getProblemMark();
      if (mark != null) {
        return new Position(source, mark.getLine() + 1, mark.getColumn() + 1);
      }
    }
    JsonLocation at = complaint.getLocation();
    return at == null ? Position.of(source) : Position.of(source, at);
  }

  static String describe(String complaint, boolean yaml) {
    return yaml ? describeYaml(complaint) : describeJson(JsonErrorMessage.of(complaint));
  }

  private static String describeJson(String complaint) {
    String hint = "";
    if (complaint.startsWith("Unexpected character ('/'")
        || complaint.startsWith("Unexpected character ('#'")) {
      hint = "; JSON allows no comments, a .yaml file does";
    } else if (complaint.startsWith("Unexpected character ('}'")
        || complaint.startsWith("Unexpected character (']'")) {
      hint = "; JSON allows no comma after the last member";
    } else if (complaint.contains("character escape")) {
      hint = "; a backslash is written \\\\ in JSON";
    }
    int aside = complaint.indexOf(": maybe a (non-standard)");
    return "not valid JSON: " + (aside < 0 ? complaint : complaint.substring(0, aside)) + hint;
  }

  /** Keeps the sentences of a message and drops the quoted lines, which are indented. */
  private static String describeYaml(String complaint) {
    String sentences =
        complaint
            .lines()
            .filter(line -> !line.isBlank() && !Character.isWhitespace(line.charAt(0)))
            .map(String::strip)
            .collect(Collectors.joining(", "));
    if (!sentences.contains("TAB")) {
      sentences =
          INDENTATION.matcher(sentences).replaceFirst("; text that begins with it needs quotes");
    }
    String hint =
        YAML_HINTS.entrySet().stream()
            .filter(mistake -> complaint.contains(mistake.getKey()))
            .map(mistake -> "; " + mistake.getValue())
            .collect(Collectors.joining());
    return "not valid YAML: " + sentences + hint;
  }
}
