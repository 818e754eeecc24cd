package io.apibuddy.domain.cache;

import io.apibuddy.ports.http.Headers;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The directives of {@code Cache-Control} (RFC 9111 section 5.2), tokens and quoted strings alike.
 * Of a directive that is repeated the first counts. Immutable.
 */
public final class CacheControl {

  /** No directive at all. */
  public static final CacheControl NONE = new CacheControl(Map.of());

  private final Map<String, String> directives;

  private CacheControl(Map<String, String> directives) {
    this.directives = directives;
  }

  /** Returns the directives of a message. */
  public static CacheControl of(Headers headers) {
    String value = headers.joined("Cache-Control");
    return value == null ? NONE : parse(value);
  }

  /** Returns directives by their names in lower case, with arguments, empty for none. */
  static CacheControl of(Map<String, String> directives) {
    return new CacheControl(Map.copyOf(directives));
  }

  /** Returns the directives of a combined field value. */
  public static CacheControl parse(String value) {
    Map<String, String> directives = new HashMap<>();
    int start = 0;
    boolean quoted = false;
    for (int i = 0; i <= value.length(); i++) {
      char c = i == value.length() ? ',' : value.charAt(i);
      if (quoted && i < value.length()) {
        if (c == '\\') {
          i++;
        } else if (c == '"') {
          quoted = false;
        }
      } else if (c == '"') {
        quoted = true;
      } else if (c == ',') {
        add(directives, value.substring(start, Math.min(i, value.length())).trim());
        start = i + 1;
      }
    }
    return new CacheControl(directives);
  }

  private static void add(Map<String, String> directives, String directive) {
    int equals = directive.indexOf('=');
    String name = equals < 0 ? directive : directive.substring(0, equals);
    String argument = equals < 0 ? "" : directive.substring(equals + 1).trim();
    name = name.trim();
    if (!name.isEmpty()) {
      directives.putIfAbsent(name.toLowerCase(Locale.ROOT), unquoted(argument));
    }
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

  /** Returns whether a directive is there, with or without an argument. */
  public boolean has(String directive) {
    return directives.containsKey(directive);
  }

  /** Returns a directive's argument, empty if it has none; null if the directive is not there. */
  public @Nullable String argument(String directive) {
    return directives.get(directive);
  }

  /**
   * Returns a directive's argument in seconds (RFC 9111 section 1.2.2): a value beyond 2^31
   * saturates there; empty if the directive is not there or its argument is no delta-seconds.
   */
  public OptionalLong seconds(String directive) {
    String argument = directives.get(directive);
    if (argument == null || argument.isEmpty()) {
      return OptionalLong.empty();
    }
    return DeltaSeconds.parse(argument);
  }
}
