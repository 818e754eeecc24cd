package io.apibuddy.bootstrap.config;

import io.apibuddy.bootstrap.error.Problem;
import java.util.List;

/**
 * What is to be said about a configuration that is not in force.
 *
 * @param errors why it cannot be used, in its own order; empty if it can
 * @param warnings what would not come true at once, or not be what was meant
 */
public record Findings(List<Problem> errors, List<Problem> warnings) {
  /** Copies the lists. */
  public Findings {
    errors = List.copyOf(errors);
    warnings = List.copyOf(warnings);
  }

  /** Returns whether it can be used. */
  public boolean valid() {
    return errors.isEmpty();
  }
}
