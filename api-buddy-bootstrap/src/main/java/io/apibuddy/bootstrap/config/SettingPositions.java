package io.apibuddy.bootstrap.config;

import io.apibuddy.bootstrap.error.ConfigurationException;
import io.apibuddy.bootstrap.error.Problem;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The positions of a configuration's settings, for problems that only its parts find. Immutable.
 * All instances are equal, so that equal configurations from different places are equal.
 */
public final class SettingPositions {
  /** The sections whose keys adapters know by the last segment of their paths. */
  private static final List<String> SECTIONS = List.of("server.", "cache.");

  private final Values values;
  private final Schema schema;

  SettingPositions(Values values, Schema schema) {
    this.values = values;
    this.schema = schema;
  }

  /**
   * Converts an adapter's refusal of a setting into a problem of the key. The refusal's message
   * begins with the setting's name and a colon; the name of a setting for a single alias is {@code
   * name.alias}.
   */
  public ConfigurationException refused(IllegalArgumentException refusal) {
    String message = String.valueOf(refusal.getMessage());
    int colon = message.indexOf(": ");
    Setting setting = colon < 0 ? null : named(message.substring(0, colon));
    return new ConfigurationException(
        List.of(
            setting == null
                ? Problem.general(message)
                : new Problem(place(setting), setting.path(), message.substring(colon + 2))));
  }

  /** Returns the same problems, with the positions of their keys added. */
  public ConfigurationException located(ConfigurationException exception) {
    return new ConfigurationException(exception.problems().stream().map(this::located).toList());
  }

  /** Returns the position of the first of these keys that has one, empty if none has. */
  public String ofFirst(List<String> paths) {
    return paths.stream()
        .map(schema::resolve)
        .filter(Objects::nonNull)
        .map(this::place)
        .filter(place -> !place.isEmpty())
        .findFirst()
        .orElse("");
  }

  private Problem located(Problem problem) {
    if (!problem.position().isEmpty()) {
      return problem;
    }
    Setting setting = schema.resolve(problem.key());
    return setting == null
        ? problem
        : new Problem(place(setting), problem.key(), problem.message());
  }

  private String place(Setting setting) {
    return values.position(setting).toString();
  }

  private @Nullable Setting named(String name) {
    for (String section : SECTIONS) {
      Key<?> key = schema.paths(false).get(section + name);
      if (key != null) {
        return Setting.of(key);
      }
    }
    int dot = name.indexOf('.');
    Key<?> key = dot < 0 ? null : schema.paths(true).get(name.substring(0, dot));
    return key == null ? null : new Setting(name.substring(dot + 1), key);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SettingPositions;
  }

  @Override
  public int hashCode() {
    return 1;
  }

  /** Returns a text without the values. */
  @Override
  public String toString() {
    return "SettingPositions";
  }
}
