package io.apibuddy.bootstrap.config;

import io.apibuddy.bootstrap.config.Node.Scalar;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Reads the variables that override keys: {@code API_BUDDY_SERVER_PORT} and the like. */
final class EnvironmentLayer {
  /** What the name of every such variable begins with. */
  static final String PREFIX = "API_BUDDY_";

  private EnvironmentLayer() {}

  /**
   * Returns what variables set; one that is no key's is a problem if it is of a known section or
   * much like a key's.
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

  /** Returns the name of the variable for a path, sections separated by dots. */
  static String variable(String path) {
    return PREFIX + path.replace('.', '_').toUpperCase(Locale.ROOT);
  }
}
