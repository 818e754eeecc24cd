package io.apibuddy.bootstrap.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text whose references are replaced by values, which may be secrets.
 *
 * @param text the text
 * @param parts the parts of the text that came from references, in order
 */
public record ExpandedText(String text, List<Part> parts) {
  private static final Pattern REFERENCE = Pattern.compile("(\\$?)\\$\\{([^}]*)}");

  /**
   * The part of a text that came from one reference.
   *
   * @param name the variable's name
   * @param start the index in the text at which the part begins
   * @param end the index at which the part ends, exclusive
   */
  public record Part(String name, int start, int end) {
    /** Refuses null. */
    public Part {
      Objects.requireNonNull(name, "name");
    }
  }

  /** Copies the list. */
  public ExpandedText {
    Objects.requireNonNull(text, "text");
    parts = List.copyOf(parts);
  }

  /**
   * Replaces each {@code ${NAME}} of a text; {@code $${NAME}} becomes {@code ${NAME}}.
   *
   * @param values maps a variable's name to its value
   */
  public static ExpandedText of(String written, UnaryOperator<String> values) {
    Matcher matcher = REFERENCE.matcher(written);
    StringBuilder text = new StringBuilder();
    List<Part> parts = new ArrayList<>();
    while (matcher.find()) {
      matcher.appendReplacement(text, "");
      if (matcher.group(1).isEmpty()) {
        int start = text.length();
        text.append(values.apply(matcher.group(2)));
        parts.add(new Part(matcher.group(2), start, text.length()));
      } else {
        text.append(matcher.group(), 1, matcher.group().length());
      }
    }
    return new ExpandedText(matcher.appendTail(text).toString(), parts);
  }

  /** Returns the text itself, secrets included. */
  @Override
  public String toString() {
    return text;
  }
}
