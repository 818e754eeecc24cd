package io.apibuddy.domain.cache;

import io.apibuddy.ports.http.Headers;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The directives of {@code Cache-Control} (RFC 9111 section 5.2); arguments may be tokens or quoted
 * strings. Of repeated directives the first counts, except {@code no-cache} and {@code private},
 * which may name fields: they apply to all fields that any of them names, and to everything if one
 * of them names none (section 4.2.1: the most restrictive counts). White space next to the equals
 * sign, which the grammar forbids, makes a numeric argument invalid, but the directive is still
 * seen. Immutable.
 */
final class CacheControl {

  /** No directives. */
  static final CacheControl NONE = new CacheControl(Map.of());

  private static final Set<String> NAMING_FIELDS = Set.of("no-cache", "private");

  private final Map<String, String> directives;

  private CacheControl(Map<String, String> directives) {
    this.directives = directives;
  }

  /** Returns the directives of a message. */
  static CacheControl of(Headers headers) {
    Map<String, String> directives = null;
    for (int i = 0; i < headers.size(); i++) {
      if (headers.name(i).equalsIgnoreCase("Cache-Control")) {
        directives = directives == null ? new HashMap<>() : directives;
        collect(headers.value(i), directives); // an unclosed quote affects its own line only
      }
    }
    return directives == null ? NONE : new CacheControl(directives);
  }

  /** Creates directives from a map of names in lower case to arguments, empty for none. */
  static CacheControl of(Map<String, String> directives) {
    return new CacheControl(Map.copyOf(directives));
  }

  /** Returns the directives of one field line. */
  static CacheControl parse(String line) {
    Map<String, String> directives = new HashMap<>();
    collect(line, directives);
    return new CacheControl(directives);
  }

  private static void collect(String line, Map<String, String> directives) {
    int start = 0;
    boolean quoted = false;
    for (int i = 0; i <= line.length(); i++) {
      char c = i >= line.length() ? ',' : line.charAt(i);
      if (quoted && i < line.length()) {
        if (c == '\\' && i + 1 < line.length()) {
          i++;
        } else if (c == '"') {
          quoted = false;
        }
      } else if (c == '"') {
        quoted = true;
      } else if (c == ',') {
        add(directives, line.substring(start, Math.min(i, line.length())).trim());
        start = i + 1;
      }
    }
  }

  private static void add(Map<String, String> directives, String directive) {
    int equals = directive.indexOf('=');
    String written = (equals < 0 ? directive : directive.substring(0, equals)).trim();
    String argument = equals < 0 ? "" : directive.substring(equals + 1);
    if (equals > written.length()) { // white space before the equals sign
      argument = ' ' + argument;
    }
    if (!written.isEmpty()) {
      String name = written.toLowerCase(Locale.ROOT);
      boolean both = NAMING_FIELDS.contains(name);
      directives.merge(
          name, unquoted(argument), both ? CacheControl::both : (first, second) -> first);
    }
  }

  private static String both(String names, String more) {
    return names.isEmpty() || more.isEmpty() ? "" : names + ',' + more;
  }

  private static String unquoted(String argument) {
    if (argument.length() < 2 || !argument.startsWith("\"") || !argument.endsWith("\"")) {
      return argument;
    }
    StringBuilder text = new StringBuilder(argument.length());
    for (int i = 1; i < argument.length() - 1; i++) {
      char c = argument.charAt(i);
      if (c == '\\' && i + 1 < argument.length() - 1) {
        c = argument.charAt(++i);
      }
      text.append(c);
    }
    return text.toString();
  }

  /** Returns whether a directive is present, with or without an argument. */
  boolean has(String directive) {
    return directives.containsKey(directive);
  }

  /** Returns a directive's argument, empty if it has none; null if the directive is absent. */
  @Nullable String argument(String directive) {
    return directives.get(directive);
  }

  /**
   * Returns a directive's argument in seconds (RFC 9111 section 1.2.2), at most 2^31; empty if the
   * directive is absent or its argument is not a valid number.
   */
  OptionalLong seconds(String directive) {
    String argument = directives.get(directive);
    if (argument == null || argument.isEmpty()) {
      return OptionalLong.empty();
    }
    return DeltaSeconds.parse(argument);
  }
}
