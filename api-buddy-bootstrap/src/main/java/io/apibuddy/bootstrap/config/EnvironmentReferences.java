package io.apibuddy.bootstrap.config;

import io.apibuddy.bootstrap.config.Node.Kind;
import io.apibuddy.bootstrap.config.Node.Scalar;
import java.util.Collection;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Replaces {@code ${NAME}} in texts by a variable's value; {@code $${NAME}} stays as written. */
final class EnvironmentReferences {
  private static final Pattern REFERENCE = Pattern.compile("(\\$?)\\$\\{([^}]*)}");
  private static final Pattern INJECTED =
      Pattern.compile(Schema.MAPPINGS + "\\..+\\.headers\\.[^.]+");

  /** What is said of a reference in what came over HTTP. */
  static final String REFUSAL =
      "${...} means nothing in what comes over HTTP: it would show what the variable holds";

  /** Refuses every reference. */
  static final EnvironmentReferences REFUSED =
      new EnvironmentReferences(Map.of(), variable -> REFUSAL);

  private final Map<String, String> environment;
  private final UnaryOperator<String> missing;

  EnvironmentReferences(Map<String, String> environment) {
    this(environment, EnvironmentReferences::notSet);
  }

  private EnvironmentReferences(Map<String, String> environment, UnaryOperator<String> missing) {
    this.environment = environment;
    this.missing = missing;
  }

  /** Returns whether a text, or any in a list or map, looks like a reference. */
  static boolean isIn(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .anyMatch(member -> isIn(member.getKey()) || isIn(member.getValue()));
    }
    return value instanceof Collection<?> items
        ? items.stream().anyMatch(EnvironmentReferences::isIn)
        : String.valueOf(value).contains("${");
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
        // Stands in for it: one problem is enough, an empty value might be another.
        value = name;
        if (this == REFUSED || !INJECTED.matcher(path).matches()) {
          problems.add(position, path, missing.apply(name));
        } else {
          unset = name;
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
