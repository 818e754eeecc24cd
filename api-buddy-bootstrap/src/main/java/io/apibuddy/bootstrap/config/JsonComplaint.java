package io.apibuddy.bootstrap.config;

import java.util.regex.Pattern;

/** Words what Jackson says of JSON that it cannot read, without its own inside. */
public final class JsonComplaint {
  private static final Pattern PLACE =
      Pattern.compile("\\[Source: [^\\]]*; line: (\\d+), column: (\\d+)\\]");

  /** What is said of a limit. */
  private static final Pattern SETTING = Pattern.compile(", from `[^`]*`");

  private JsonComplaint() {}

  /** Returns a parser's original message for the person who wrote the JSON. */
  public static String of(String message) {
    if (message.startsWith("Trailing token")) {
      return "there is text after its end";
    }
    String placed = PLACE.matcher(message).replaceAll("line $1, column $2");
    return SETTING.matcher(placed).replaceAll("");
  }
}
