package io.apibuddy.bootstrap.config;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.snakeyaml.error.Mark;
import com.fasterxml.jackson.dataformat.yaml.snakeyaml.error.MarkedYAMLException;
import io.apibuddy.bootstrap.config.Node.Scalar;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Rewrites a parser's messages about syntax errors for the author of the file. */
public final class SyntaxErrors {
  private static final Pattern END = Pattern.compile("end of stream|stream end");

  /** What is said of each character that cannot start a token, though few mean it as a tab. */
  private static final Pattern INDENTATION = Pattern.compile("\\. \\(Do not use.*");

  /** Matches a line or text that was meant as a key with a value, but is one text to YAML. */
  private static final Pattern KEY_WITHOUT_SPACE =
      Pattern.compile("\\s*[\\w.~/-]+:(?!//)\\S(?!.*:(\\s|$)).*", Pattern.DOTALL);

  private static final Pattern COMMENT = Pattern.compile("(^|\\s)#.*");

  private static final String NO_COLON = "could not find expected ':'";
  private static final String COLON_TOO_MUCH = "mapping values are not allowed";
  private static final String BLOCK_GOES_ON = "expected <block end>";
  private static final String TEXT_ENDS = "expected '<document start>'";

  /** What the parser may say of the line after one that lacks the space. */
  private static final List<String> AFTER_NO_SPACE =
      List.of(NO_COLON, COLON_TOO_MUCH, BLOCK_GOES_ON, TEXT_ENDS);

  private static final String NOT_YAML = "not valid YAML: ";
  private static final String SPACE = "write a space after the colon of a key";

  private static final String BACKSLASHES =
      "write a path with backslashes without quotes or in single ones";

  private static final String BRACE = "but got {";

  /** What to do about an error, by the words that describe it. */
  private static final Map<String, String> YAML_HINTS =
      Map.of(
          "escape character",
          BACKSLASHES,
          "escape sequence",
          BACKSLASHES,
          BLOCK_GOES_ON,
          "keys of the same section begin in the same column",
          BRACE,
          "within braces or brackets, text with ${...} in it needs quotes",
          NO_COLON,
          SPACE,
          COLON_TOO_MUCH,
          "a key with others below it has no text of its own, and text with a colon and a space"
              + " in it needs quotes");

  private SyntaxErrors() {}

  /** Adds the error that a parser found in a text. */
  static void report(
      String source, String text, boolean yaml, JsonProcessingException error, Problems problems) {
    Position position = position(source, error);
    String complaint = error.getOriginalMessage();
    boolean maybe = yaml && AFTER_NO_SPACE.stream().anyMatch(complaint::contains);
    Position colon = maybe ? colonWithoutSpace(text, position) : null;
    if (colon != null) {
      problems.add(colon, "", NOT_YAML + SPACE);
    } else {
      problems.add(position, "", describe(complaint, yaml));
    }
  }

  /** Returns where an error in a JSON or YAML text is, if the parser tells, and what is wrong. */
  public static String placed(JsonProcessingException error, boolean yaml) {
    Position place = position("", error);
    String where =
        place.line() == 0 ? "" : "line " + place.line() + ", column " + place.column() + ": ";
    return where + describe(error.getOriginalMessage(), yaml);
  }

  private static String describe(String complaint, boolean yaml) {
    return yaml ? describeYaml(complaint) : describeJson(complaint);
  }

  /** Names a node in place of a section. What may be a key is not shown with its value. */
  static String found(Node node) {
    return node instanceof Scalar scalar && KEY_WITHOUT_SPACE.matcher(scalar.written()).matches()
        ? "text; " + SPACE
        : node.found();
  }

  /**
   * Returns the place of a colon without a space on the line ahead of an error, null if there is
   * none.
   */
  private static @Nullable Position colonWithoutSpace(String text, Position error) {
    List<String> lines = text.lines().map(one -> COMMENT.matcher(one).replaceFirst("")).toList();
    int line = Math.min(error.line() - 1, lines.size()); // YAML has more kinds of line ends
    while (line > 0 && lines.get(line - 1).isBlank()) {
      line--;
    }
    if (line == 0 || !KEY_WITHOUT_SPACE.matcher(lines.get(line - 1)).matches()) {
      return null;
    }
    return new Position(error.source(), line, lines.get(line - 1).indexOf(':') + 1);
  }

  /**
   * Returns the position of an error. The location that the YAML parser reports is before the
   * error, so its marks are used. An unterminated construct is reported where it begins.
   */
  @SuppressWarnings("deprecation") // nothing else gives access to the marks
  private static Position position(String source, JsonProcessingException error) {
    if (error instanceof MarkedYAMLException yaml) {
      Mark begin = yaml.getContextMark();
      boolean endless = begin != null && END.matcher(String.valueOf(yaml.getProblem())).find();
      Mark mark = endless ? begin : yaml.getProblemMark();
      if (mark != null) {
        return new Position(source, mark.getLine() + 1, mark.getColumn() + 1);
      }
    }
    JsonLocation at = error.getLocation();
    return at == null ? Position.of(source) : Position.of(source, at);
  }

  private static String describeJson(String original) {
    String complaint = JsonErrorMessage.of(original);
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
    if (sentences.contains("TAB")) {
      return NOT_YAML + "write spaces instead of tabs";
    }
    sentences =
        INDENTATION.matcher(sentences).replaceFirst("; text that begins with it needs quotes");
    String hint =
        YAML_HINTS.entrySet().stream()
            .filter(mistake -> complaint.contains(mistake.getKey()))
            .map(mistake -> "; " + mistake.getValue())
            .collect(Collectors.joining());
    return NOT_YAML + sentences + hint;
  }
}
