package io.apibuddy.bootstrap.config;

import io.apibuddy.bootstrap.error.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What is probably not meant in a configuration that can be used. Immutable.
 *
 * @param code the kind, as a notice names it
 * @param problem the key, and what is wrong with it
 */
public record ConfigurationWarning(String code, Problem problem) {

  /** Refuses null. */
  public ConfigurationWarning {
    Objects.requireNonNull(code, "code");
    Objects.requireNonNull(problem, "problem");
  }

  /** Returns all warnings about a configuration. */
  public static List<ConfigurationWarning> of(Configuration configuration) {
    List<ConfigurationWarning> warnings = new ArrayList<>();
    add(warnings, "nested-alias", NestedMappings.of(configuration));
    add(warnings, "uncounted-field", UnkeyedNames.of(configuration));
    add(warnings, "no-effect", IneffectiveSettings.of(configuration));
    add(warnings, "small-heap", HeapBoundSettings.of(configuration));
    add(warnings, "not-replaced", UnreplacedNames.of(configuration));
    return warnings;
  }

  private static void add(List<ConfigurationWarning> warnings, String code, List<Problem> found) {
    found.forEach(problem -> warnings.add(new ConfigurationWarning(code, problem)));
  }
}
