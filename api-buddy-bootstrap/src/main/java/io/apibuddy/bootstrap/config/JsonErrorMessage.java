package io.apibuddy.bootstrap.config;

import java.util.regex.Pattern;

/** Rewrites Jackson's messages about JSON that it cannot read, without internals of the parser. */
public final class JsonErrorMessage {
  private static final Pattern PLACE =
      Pattern.compile("\\[Source: [^\\]]*; line: (\\d+), column: (\\d+)\\]");

  /** Matches the name of the parser's setting in messages about an exceeded limit. */
  private static final Pattern SETTING = Pattern.compile(", from `[^`]*`");

  private JsonErrorMessage() {}

  /** Returns the parser's original message in words for the author of the JSON. */
  public static String of(String message) {
    if (message.startsWith("Trailing token")) {
      return "there is text after its end";
    }
    String placed = PLACE.matcher(message).replaceAll("line $1, column $2");
    return SETTING.matcher(placed).replaceAll("");
  }
}
