package io.apibuddy.bootstrap.config;

import io.apibuddy.bootstrap.error.ConfigurationException;
import io.apibuddy.bootstrap.error.Problem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Collects problems so that all are reported at once. Not safe for concurrent use. */
final class Problems {
  private final List<Problem> found = new ArrayList<>();
  private final Set<Position> unresolved = new HashSet<>();
  private final Set<String> misnamed = new HashSet<>();

  void add(Position position, String key, String message) {
    found.add(new Problem(position.toString(), key, message));
  }

  /** Adds a problem with a variable in a text, whose value is therefore unknown. */
  void addUnresolved(Position position, String key, String message) {
    unresolved.add(position);
    add(position, key, message);
  }

  /**
   * Returns whether the value of the text at a position is unknown, so that no other problem of it
   * must be reported.
   */
  boolean isUnresolved(Position position) {
    return unresolved.contains(position);
  }

  /** Notes that a key has another, unknown name, which is reported. */
  void noteMisnamed(String key) {
    misnamed.add(key);
  }

  void add(String key, String message) {
    found.add(new Problem("", key, message));
  }

  /** Adds further problems, except those whose key or position has a problem already. */
  void addFurther(List<Problem> further) {
    List<Problem> before = List.copyOf(found);
    further.stream()
        .filter(problem -> before.stream().noneMatch(earlier -> isOfTheSame(earlier, problem)))
        .forEach(found::add);
  }

  private static boolean isOfTheSame(Problem one, Problem other) {
    return (!one.key().isEmpty() && one.key().equals(other.key()))
        || (!one.position().isEmpty() && one.position().equals(other.position()));
  }

  /** Returns whether a key has a problem already, if only that of its name. */
  boolean concern(String key) {
    return misnamed.contains(key) || found.stream().anyMatch(problem -> problem.key().equals(key));
  }

  boolean isEmpty() {
    return found.isEmpty();
  }

  void addAll(Problems others) {
    found.addAll(others.found);
  }

  /** Returns whether any problem may concern a mapping. */
  boolean mayConcernMappings() {
    return found.stream()
        .anyMatch(
            problem ->
                problem.key().isEmpty()
                    || problem.key().equals("--map")
                    || problem.key().equals(EnvironmentLayer.variable(Schema.MAPPINGS))
                    || problem.key().startsWith(Schema.MAPPINGS)
                    || problem.message().contains(Schema.MAPPINGS));
  }

  void throwIfAny() {
    if (!found.isEmpty()) {
      throw new ConfigurationException(found);
    }
  }
}
