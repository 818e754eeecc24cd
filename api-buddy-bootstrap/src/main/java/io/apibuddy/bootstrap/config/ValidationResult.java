package io.apibuddy.bootstrap.config;

import io.apibuddy.bootstrap.error.Problem;
import java.util.List;

/**
 * The result of checking a configuration that is not in force.
 *
 * @param errors why the configuration cannot be used, in the order of its text; empty if it can
 * @param warnings what would take effect only after a restart, or is probably not what was meant
 */
public record ValidationResult(List<Problem> errors, List<Problem> warnings) {
  /** Copies the lists. */
  public ValidationResult {
    errors = List.copyOf(errors);
    warnings = List.copyOf(warnings);
  }

  /** Returns whether the configuration can be used. */
  public boolean valid() {
    return errors.isEmpty();
  }
}
