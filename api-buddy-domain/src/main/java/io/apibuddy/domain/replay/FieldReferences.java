package io.apibuddy.domain.replay;

import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The references in the value of a field that holds such. */
final class FieldReferences {
  private static final Pattern REFRESH =
      Pattern.compile("(\\s*+[0-9.]*+\\s*+[;,]\\s*+(?i:url)\\s*+=\\s*+)(.*)");

  private FieldReferences() {}

  /**
   * Returns the value with each reference changed; what could be read in two ways is left alone.
   *
   * @param name a field that {@linkplain PortableFields#holdsReferences holds references}
   */
  static String changed(String name, String value, UnaryOperator<String> change) {
    if (name.equalsIgnoreCase("Link")) {
      return links(value, change);
    }
    if (name.equalsIgnoreCase("Refresh")) {
      Matcher refresh = REFRESH.matcher(value);
      return refresh.matches() ? refresh.group(1) + change.apply(refresh.group(2)) : value;
    }
    return change.apply(value);
  }

  /** Between angle brackets (RFC 8288 section 3), unless one of them is opened twice. */
  private static String links(String value, UnaryOperator<String> change) {
    StringBuilder changed = new StringBuilder(value.length());
    int from = 0;
    for (int open = value.indexOf('<'), close;
        open >= 0 && (close = value.indexOf('>', open)) >= 0;
        open = value.indexOf('<', close)) {
      String target = value.substring(open + 1, close);
      changed.append(value, from, open + 1);
      changed.append(target.indexOf('<') < 0 ? change.apply(target) : target);
      from = close;
    }
    return changed.append(value, from, value.length()).toString();
  }
}
