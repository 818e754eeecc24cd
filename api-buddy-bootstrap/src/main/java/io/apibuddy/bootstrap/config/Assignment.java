package io.apibuddy.bootstrap.config;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A value that a flag or a caller gives; it may be a secret.
 *
 * @param source what a problem report calls it, for example {@code --port}, empty if the key says
 *     enough
 * @param alias the mapping whose upstream it is, empty if {@code path} says it all
 * @param path the key's dotted path, empty with an alias
 * @param value a text, number, switch, duration, a collection of texts, or a map
 */
public record Assignment(String source, String alias, String path, Object value) {
  /** The keys whose members can be set one by one too. */
  private static final Set<String> WHOLES = Set.of("throttling.domain_limits", "callbacks");

  private static final Pattern UNIT = Pattern.compile("(?<=ttl)_(?:days|seconds)\\z");

  /** Refuses null. */
  public Assignment {
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(alias, "alias");
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(value, "value");
  }

  /** Returns a value for the key of that path. */
  public static Assignment of(String source, String path, Object value) {
    return new Assignment(source, "", path, value);
  }

  /** Adds a value for the key of that path to others, unless it is null. */
  public static void ifGiven(
      List<Assignment> others, String source, String path, @Nullable Object value) {
    if (value != null) {
      others.add(of(source, path, value));
    }
  }

  /** Returns a mapping. */
  public static Assignment mapping(String source, String alias, String upstream) {
    return new Assignment(source, alias, "", upstream);
  }

  /**
   * Returns what stands for a flag that makes no sense, to be reported with all other problems.
   *
   * @param message what was found and what is wanted
   */
  public static Assignment refused(String source, String message) {
    return new Assignment(source, "", "", new Refused(message));
  }

  /** In place of a value. */
  record Refused(String message) {}

  /**
   * Returns whether it takes the place of an earlier one: of the same key, of an alias's limits or
   * an event's callback if it sets all of them, or of the key that says the same with another unit.
   */
  boolean replaces(Assignment earlier) {
    return alias.isEmpty()
        && earlier.alias.isEmpty()
        && ((WHOLES.contains(path) && earlier.path.startsWith(path + "."))
            || withoutUnit(earlier.path).equals(withoutUnit(path)));
  }

  private static String withoutUnit(String path) {
    return UNIT.matcher(path).replaceFirst("");
  }

  /** Without the value. */
  @Override
  public String toString() {
    return "Assignment[" + source + "]";
  }
}
