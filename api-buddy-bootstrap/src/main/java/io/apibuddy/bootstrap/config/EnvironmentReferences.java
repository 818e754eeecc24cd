package io.apibuddy.bootstrap.config;

import io.apibuddy.bootstrap.config.Node.Kind;
import io.apibuddy.bootstrap.config.Node.Scalar;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Replaces {@code ${NAME}} in texts by a variable's value; {@code $${NAME}} stays as written. */
final class EnvironmentReferences {
  private static final Pattern REFERENCE = Pattern.compile("(\\$?)\\$\\{([^}]*)}");
  private static final Pattern INJECTED =
      Pattern.compile(Schema.MAPPINGS + "\\..+\\.headers\\.[^.]+");

  private final Map<String, String> environment;

  EnvironmentReferences(Map<String, String> environment) {
    this.environment = environment;
  }

  /**
   * Returns the text as a scalar; a variable that is not set is a problem, but for a field to
   * inject, which may never be sent.
   */
  Scalar expand(Position position, String path, String written, Problems problems) {
    if (!written.contains("${")) {
      return Scalar.text(position, written);
    }
    Matcher matcher = REFERENCE.matcher(written);
    StringBuilder text = new StringBuilder();
    String unset = null;
    while (matcher.find()) {
      String name = matcher.group(2);
      String value = environment.get(name);
      if (!matcher.group(1).isEmpty()) {
        value = matcher.group().substring(1);
      } else if (value == null) {
        unset = name;
        value = "";
        if (!INJECTED.matcher(path).matches()) {
          problems.add(position, path, notSet(name));
        }
      }
      matcher.appendReplacement(text, Matcher.quoteReplacement(value));
    }
    return new Scalar(position, Kind.TEXT, matcher.appendTail(text).toString(), written, unset);
  }

  /** Returns what is wrong with a value that needs a variable. */
  static String notSet(String name) {
    return "environment variable " + name + " is not set";
  }
}
