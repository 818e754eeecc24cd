package io.apibuddy.bootstrap.config;

import io.apibuddy.bootstrap.config.Node.Scalar;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Reads the environment variables that override keys, such as {@code API_BUDDY_SERVER_PORT}. */
final class EnvironmentLayer {
  /** The prefix of the variables' names. */
  static final String PREFIX = "API_BUDDY_";

  private EnvironmentLayer() {}

  /**
   * Returns the values that variables set. A variable that belongs to no key is a problem if it
   * names a known section or resembles a key's.
   */
  static Layer read(Map<String, String> environment, Schema schema, Problems problems) {
    Map<String, Key<?>> byVariable = new LinkedHashMap<>();
    for (Key<?> key : schema.keys()) {
      String variable = key.variable();
      if (variable != null) {
        byVariable.putIfAbsent(variable, key);
      }
    }
    UnknownVariable unknown = new UnknownVariable(schema, byVariable.keySet());
    Layer layer = new Layer();
    new TreeMap<>(environment)
        .forEach(
            (name, value) -> {
              Key<?> key = byVariable.get(name);
              if (key != null) {
                Scalar scalar = Scalar.text(Position.of(name), value);
                layer.accept(Setting.of(key), scalar, problems);
              } else if (name.startsWith(PREFIX)) {
                String complaint = unknown.complaint(name, value);
                if (complaint != null) {
                  problems.add(Position.of(name), name, complaint);
                }
              }
            });
    return layer;
  }

  /** Returns the name of the variable for a dotted path. */
  static String variable(String path) {
    return PREFIX + path.replace('.', '_').toUpperCase(Locale.ROOT);
  }
}
