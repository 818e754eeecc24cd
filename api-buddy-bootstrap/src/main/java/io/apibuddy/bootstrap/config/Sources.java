package io.apibuddy.bootstrap.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a configuration comes from.
 *
 * @param assignments flags or a caller's values: the strongest
 * @param overrides the environment in which {@code API_BUDDY_...} variables override the file
 * @param file the configuration file, null for none
 * @param environment the environment that the file may refer to
 * @param defaults the caller's own defaults: weaker than all, stronger only than the schema's
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

  /** Returns values without a file, an environment or defaults. */
  public static Sources of(List<Assignment> assignments) {
    return new Sources(assignments, Map.of(), null, Map.of(), List.of());
  }

  /** Returns the same sources and one assignment more, in place of those that it replaces. */
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

  /** Returns the same sources with one environment that overrides the file and fills it in. */
  public Sources withEnvironment(Map<String, String> variables) {
    return new Sources(assignments, variables, file, variables, defaults);
  }

  /** Returns the same sources with other defaults. */
  public Sources withDefaults(List<Assignment> others) {
    return new Sources(assignments, overrides, file, environment, others);
  }
}
