package io.apibuddy.bootstrap.config;

import io.apibuddy.bootstrap.config.Node.Scalar;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads the variables that override keys: {@code API_BUDDY_SERVER_PORT} and the like. */
final class EnvironmentLayer {
  /** What the name of every such variable begins with. */
  static final String PREFIX = "API_BUDDY_";

  private static final String UNKNOWN = "no key has this variable";

  /** What a Kubernetes service of that name sets in every container. */
  private static final Pattern OF_A_SERVICE = Pattern.compile("API_BUDDY_(PORT|SERVICE)(_.*)?");

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
    Layer layer = new Layer();
    new TreeMap<>(environment)
        .forEach(
            (name, value) -> {
              Key<?> key = byVariable.get(name);
              if (key != null) {
                Scalar scalar = Scalar.text(Position.of(name), value);
                layer.accept(Setting.of(key), scalar, problems);
              } else if (name.startsWith(PREFIX) && !OF_A_SERVICE.matcher(name).matches()) {
                List<String> meant = withoutSection(name, byVariable, schema);
                if (name.equals(variable(Schema.MAPPINGS))) {
                  problems.add(Position.of(name), "", UNKNOWN + "; map with --map, or in the file");
                } else if (schema.sections().stream()
                    .anyMatch(each -> name.equals(variable(each)))) {
                  problems.add(
                      Position.of(name), "", UNKNOWN + "; each key of the section has its own");
                } else if (!meant.isEmpty()) {
                  String either = String.join(" or ", meant);
                  problems.add(Position.of(name), "", UNKNOWN + "; did you mean " + either + "?");
                } else if (isOfSection(name, schema) || isLikeOne(name, byVariable.keySet())) {
                  String hint = NearestName.hint(name, byVariable.keySet());
                  problems.add(Position.of(name), "", UNKNOWN + hint);
                }
              }
            });
    return layer;
  }

  /** Returns the variables that have this name if their section, or "default", is left out. */
  private static List<String> withoutSection(
      String name, Map<String, Key<?>> byVariable, Schema schema) {
    return schema.sections().stream()
        .map(EnvironmentLayer::prefix)
        .flatMap(prefix -> Stream.of(prefix, prefix + "DEFAULT_"))
        .map(prefix -> prefix + name.substring(PREFIX.length()))
        .filter(byVariable::containsKey)
        .toList();
  }

  /** Of short names, what they all begin with would make half. */
  private static boolean isLikeOne(String name, Set<String> variables) {
    List<String> bare = variables.stream().map(each -> each.substring(PREFIX.length())).toList();
    return !NearestName.hint(name.substring(PREFIX.length()), bare).isEmpty();
  }

  private static boolean isOfSection(String name, Schema schema) {
    return schema.sections().stream().anyMatch(section -> name.startsWith(prefix(section)));
  }

  private static String prefix(String section) {
    return variable(section) + "_";
  }

  private static String variable(String section) {
    return PREFIX + section.toUpperCase(Locale.ROOT);
  }
}
