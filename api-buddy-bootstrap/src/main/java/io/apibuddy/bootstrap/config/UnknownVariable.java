package io.apibuddy.bootstrap.config;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Explains variables that have the prefix of keys' variables but belong to no key. Immutable. */
final class UnknownVariable {
  private static final String UNKNOWN = "no key has this variable";

  /** The variables that Kubernetes sets in every container for a service of that name. */
  private static final Pattern KUBERNETES_VARIABLE =
      Pattern.compile("API_BUDDY_(PORT|SERVICE)(_.*)?");

  private final Schema schema;
  private final Collection<String> known;

  /**
   * Creates an instance for the keys of a schema.
   *
   * @param known the names of the keys' variables
   */
  UnknownVariable(Schema schema, Collection<String> known) {
    this.schema = schema;
    this.known = known;
  }

  /**
   * Returns the message about a variable, null if it is probably not meant for this program: it is
   * one of Kubernetes, or names no known section and resembles no key's variable.
   */
  @Nullable String complaint(String name, String value) {
    if (KUBERNETES_VARIABLE.matcher(name).matches() && !isPlainPort(name, value)) {
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
      return UNKNOWN + NearestName.suggestion(String.join(" or ", meant));
    }
    for (String section : schema.sections()) {
      String prefix = variable(section) + "_";
      if (name.startsWith(prefix)) {
        return UNKNOWN + hint(name, prefix);
      }
    }
    String nearest = nearest(name, EnvironmentLayer.PREFIX);
    return nearest.isEmpty() ? null : UNKNOWN + NearestName.suggestion(nearest);
  }

  /**
   * Returns whether this is {@code API_BUDDY_PORT} with a plain port. Kubernetes would set a URL.
   */
  private static boolean isPlainPort(String name, String value) {
    return name.equals(EnvironmentLayer.PREFIX + "PORT") && !value.contains("://");
  }

  private String hint(String name, String prefix) {
    for (Map.Entry<String, String> other : schema.otherNames().entrySet()) {
      if (name.equals(variable(other.getKey()))) {
        return NearestName.suggestion(variable(other.getValue()));
      }
    }
    List<String> elsewhere = inSomeSection(name.substring(prefix.length()));
    String meant = elsewhere.isEmpty() ? nearest(name, prefix) : String.join(" or ", elsewhere);
    return meant.isEmpty() ? "" : NearestName.suggestion(meant);
  }

  /**
   * Returns the known variables that have this rest after their section, or after "default" there.
   */
  private List<String> inSomeSection(String rest) {
    return schema.sections().stream()
        .map(section -> variable(section) + "_")
        .flatMap(prefix -> Stream.of(prefix + rest, prefix + "DEFAULT_" + rest))
        .filter(known::contains)
        .toList();
  }

  /**
   * Finds the nearest known variable. Names are compared without the prefix, which would make all
   * of them look alike.
   */
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
