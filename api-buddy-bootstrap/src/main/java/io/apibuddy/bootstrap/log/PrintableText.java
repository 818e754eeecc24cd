package io.apibuddy.bootstrap.log;

import java.util.Locale;

/**
 * Makes text from outside (from clients, upstreams, fixtures) safe to show: it can neither forge a
 * line nor control a terminal.
 */
public final class PrintableText {
  private static final int DELETE = 0x7f;

  /**
   * Characters that end a line or change the order in which text is displayed (Unicode Annex 9).
   */
  private static final String MISLEADING =
      "\u2028\u2029\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069";

  private PrintableText() {}

  /**
   * Returns a text on one line, with {@code ?} in place of each control or misleading character.
   */
  public static String line(String text) {
    return shown(text, false);
  }

  /**
   * Returns a text with its line feeds, and {@code ?} in place of each other control or misleading
   * character.
   */
  public static String lines(String text) {
    return shown(text, true);
  }

  /**
   * Returns JSON of the same meaning with control and misleading characters escaped, some of which
   * a JSON writer leaves as they are.
   */
  public static String json(String json) {
    StringBuilder escaped = new StringBuilder(json.length());
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      if (c >= DELETE && isUnfit(c)) {
        escaped.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      } else {
        escaped.append(c);
      }
    }
    return escaped.toString();
  }

  private static String shown(String text, boolean lines) {
    StringBuilder shown = null;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (isUnfit(c) && !(lines && c == '\n')) {
        shown = shown == null ? new StringBuilder(text) : shown;
        shown.setCharAt(i, '?');
      }
    }
    return shown == null ? text : shown.toString();
  }

  private static boolean isUnfit(char c) {
    return Character.isISOControl(c) || MISLEADING.indexOf(c) >= 0;
  }
}
