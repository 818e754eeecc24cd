package io.apibuddy.bootstrap.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The sources of a configuration.
 *
 * @param assignments values of flags or of a caller, the strongest source
 * @param overrides the environment whose {@code API_BUDDY_...} variables override the file
 * @param file the configuration file, null for none
 * @param environment the environment that {@code ${NAME}} in the file refers to
 * @param defaults the caller's own defaults, the weakest source but for the schema's defaults
 */
public record Sources(
    List<Assignment> assignments,
    Map<String, String> overrides,
    @Nullable Path file,
    Map<String, String> environment,
    List<Assignment> defaults) {

  /** Copies the collections. */
  public Sources {
    assignments = List.copyOf(assignments);
    overrides = Map.copyOf(overrides);
    environment = Map.copyOf(environment);
    defaults = List.copyOf(defaults);
  }

  /** Returns sources that consist of assignments only. */
  public static Sources of(List<Assignment> assignments) {
    return new Sources(assignments, Map.of(), null, Map.of(), List.of());
  }

  /** Returns the same sources with one more assignment and without those that it replaces. */
  public Sources with(Assignment change) {
    List<Assignment> changed = new ArrayList<>(assignments);
    changed.removeIf(change::replaces);
    changed.add(change);
    return new Sources(changed, overrides, file, environment, defaults);
  }

  /** Returns the same sources with another file, null for none. */
  public Sources withFile(@Nullable Path other) {
    return new Sources(assignments, overrides, other, environment, defaults);
  }

  /** Returns the same sources with one environment for both overrides and references. */
  public Sources withEnvironment(Map<String, String> variables) {
    return new Sources(assignments, variables, file, variables, defaults);
  }

  /** Returns the same sources with other defaults. */
  public Sources withDefaults(List<Assignment> others) {
    return new Sources(assignments, overrides, file, environment, others);
  }
}
