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

  /** Returns what variables set; one of a known section that is no key's is a problem. */
  static Layer read(Map<String, String> environment, Schema schema, Problems problems) {
    Map<String, Key<?>> byVariable = new LinkedHashMap<>();
    for (Key<?> key : schema.keys()) {
      String variable = key.variable();
      if (variable != null) {
        byVariable.putIfAbsent(variable, key);
      }
    }
    Layer layer = new Layer();
    new TreeMap<>(environment)
        .forEach(
            (name, value) -> {
              Key<?> key = byVariable.get(name);
              if (key != null) {
                Scalar scalar = Scalar.text(Position.of(name), value);
                layer.accept(Setting.of(key), scalar, problems);
              } else if (isOfSection(name, schema)) {
                problems.add(
                    Position.of(name),
                    "",
                    "no key has this variable" + NearestName.hint(name, byVariable.keySet()));
              }
            });
    return layer;
  }

  private static boolean isOfSection(String name, Schema schema) {
    return schema.sections().stream()
        .anyMatch(section -> name.startsWith(PREFIX + section.toUpperCase(Locale.ROOT) + "_"));
  }
}
