package io.apibuddy.bootstrap.config;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is said of variables that are no key's, though they begin as one. Immutable. */
final class UnknownVariable {
  private static final String UNKNOWN = "no key has this variable";

  /** What a Kubernetes service of that name sets in every container. */
  private static final Pattern OF_A_SERVICE = Pattern.compile("API_BUDDY_(PORT|SERVICE)(_.*)?");

  private final Schema schema;
  private final Collection<String> known;

  /**
   * Takes the keys.
   *
   * @param known their variables
   */
  UnknownVariable(Schema schema, Collection<String> known) {
    this.schema = schema;
    this.known = known;
  }

  /**
   * Returns what is wrong with a variable, null if it is nobody's of this program's: neither of a
   * known section nor much like a key's.
   */
  @Nullable String complaint(String name, String value) {
    if (OF_A_SERVICE.matcher(name).matches() && !isPlainPort(name, value)) {
      return null;
    }
    String rest = name.substring(EnvironmentLayer.PREFIX.length());
    if (name.equals(variable(Schema.MAPPINGS))) {
      return UNKNOWN + "; map with --map, or in the file";
    }
    if (schema.sections().stream().anyMatch(each -> name.equals(variable(each)))) {
      return UNKNOWN + "; each key of the section has its own";
    }
    List<String> meant = inSomeSection(rest);
    if (!meant.isEmpty()) {
      return UNKNOWN + NearestName.says(String.join(" or ", meant));
    }
    for (String section : schema.sections()) {
      String prefix = variable(section) + "_";
      if (name.startsWith(prefix)) {
        return UNKNOWN + hint(name, prefix);
      }
    }
    String nearest = nearest(name, EnvironmentLayer.PREFIX);
    return nearest.isEmpty() ? null : UNKNOWN + NearestName.says(nearest);
  }

  /** A service's own is a URL. */
  private static boolean isPlainPort(String name, String value) {
    return name.equals(EnvironmentLayer.PREFIX + "PORT") && !value.contains("://");
  }

  private String hint(String name, String prefix) {
    for (Map.Entry<String, String> other : schema.otherNames().entrySet()) {
      if (name.equals(variable(other.getKey()))) {
        return NearestName.says(variable(other.getValue()));
      }
    }
    List<String> elsewhere = inSomeSection(name.substring(prefix.length()));
    String meant = elsewhere.isEmpty() ? nearest(name, prefix) : String.join(" or ", elsewhere);
    return meant.isEmpty() ? "" : NearestName.says(meant);
  }

  /** Returns the variables that go on so behind their sections, or behind "default" there. */
  private List<String> inSomeSection(String rest) {
    return schema.sections().stream()
        .map(section -> variable(section) + "_")
        .flatMap(prefix -> Stream.of(prefix + rest, prefix + "DEFAULT_" + rest))
        .filter(known::contains)
        .toList();
  }

  /** Compares what follows the prefix, which would make half of short names, and all alike. */
  private String nearest(String name, String prefix) {
    List<String> bare =
        known.stream()
            .filter(each -> each.startsWith(prefix))
            .map(each -> each.substring(prefix.length()))
            .toList();
    String nearest = NearestName.of(name.substring(prefix.length()), bare);
    return nearest.isEmpty() ? "" : prefix + nearest;
  }

  private static String variable(String path) {
    return EnvironmentLayer.variable(path);
  }
}
