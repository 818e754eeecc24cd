package io.apibuddy.bootstrap.config;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A configuration value that a flag or a caller sets. The value may be a secret.
 *
 * @param source the name for problem reports, for example {@code --port}; empty if the key is
 *     enough
 * @param alias the mapping whose upstream is set; empty if {@code path} names the key
 * @param path the key's dotted path, empty with an alias
 * @param value a text, number, boolean, duration, a collection of texts, or a map
 */
public record Assignment(String source, String alias, String path, Object value) {
  /** The keys whose members can also be set one by one. */
  private static final Set<String> KEYS_WITH_MEMBERS =
      Set.of("throttling.domain_limits", "callbacks");

  private static final Pattern UNIT = Pattern.compile("(?<=ttl)_(?:days|seconds)\\z");

  /** Refuses null. */
  public Assignment {
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(alias, "alias");
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(value, "value");
  }

  /** Returns an assignment to the key at {@code path}. */
  public static Assignment of(String source, String path, Object value) {
    return new Assignment(source, "", path, value);
  }

  /** Adds an assignment to the key at {@code path} to {@code others}, unless the value is null. */
  public static void ifGiven(
      List<Assignment> others, String source, String path, @Nullable Object value) {
    if (value != null) {
      others.add(of(source, path, value));
    }
  }

  /** Returns an assignment that maps an alias to an upstream. */
  public static Assignment mapping(String source, String alias, String upstream) {
    return new Assignment(source, alias, "", upstream);
  }

  /**
   * Returns a placeholder for a flag that makes no sense, which is reported with all other
   * problems.
   *
   * @param message what was found and what is expected
   */
  public static Assignment refused(String source, String message) {
    return new Assignment(source, "", "", new Refused(message));
  }

  /** The value of a flag that makes no sense. */
  record Refused(String message) {}

  /**
   * Returns whether this assignment replaces an earlier one. It replaces one to the same key, one
   * to a single member if it sets all of them (limits by alias, callbacks by event), and one to the
   * key that means the same in another unit.
   */
  boolean replaces(Assignment earlier) {
    return alias.isEmpty()
        && earlier.alias.isEmpty()
        && ((KEYS_WITH_MEMBERS.contains(path) && earlier.path.startsWith(path + "."))
            || withoutUnit(earlier.path).equals(withoutUnit(path)));
  }

  private static String withoutUnit(String path) {
    return UNIT.matcher(path).replaceFirst("");
  }

  /** Returns a text without the value. */
  @Override
  public String toString() {
    return "Assignment[" + source + "]";
  }
}
