package io.apibuddy.bootstrap.config;

import io.apibuddy.bootstrap.config.Node.Kind;
import io.apibuddy.bootstrap.config.Node.Scalar;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Replaces {@code ${NAME}} in texts by the value of the environment variable. */
final class EnvironmentReferences {
  private static final Pattern INJECTED =
      Pattern.compile(Schema.MAPPINGS + "\\..+\\.headers\\.[^.]+");

  /** The message about a reference in a value or document that came over HTTP. */
  static final String REFUSAL =
      "${...} is not allowed in a change over HTTP: it would show the variable's value";

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

  /** Returns whether a text, or any text in a list or map, looks like a reference. */
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
   * Returns the text as a scalar with its references replaced. A variable that is not set is a
   * problem, except in an injected header field, which may never be sent. There an empty variable
   * counts as not set, because many CI services give one for a missing secret.
   */
  Scalar expand(Position position, String path, String written, Problems problems) {
    if (!written.contains("${")) {
      return Scalar.text(position, written);
    }
    boolean injected = this != REFUSED && INJECTED.matcher(path).matches();
    List<String> missingVariables = new ArrayList<>(1);
    ExpandedText text =
        ExpandedText.of(
            written,
            name -> {
              String value = environment.get(name);
              if (value != null && !(injected && value.isEmpty())) {
                return value;
              }
              String complaint = value == null ? missing.apply(name) : isEmpty(name);
              if (injected) {
                missingVariables.add(complaint);
              } else {
                problems.addUnresolved(position, path, complaint);
              }
              return name; // a placeholder: an empty value might be one more problem
            });
    return new Scalar(
        position,
        Kind.TEXT,
        text.text(),
        written,
        missingVariables.isEmpty() ? null : missingVariables.get(missingVariables.size() - 1),
        text.parts());
  }

  private static String notSet(String name) {
    return "environment variable " + name + " is not set";
  }

  private static String isEmpty(String name) {
    return "environment variable " + name + " is empty";
  }
}
