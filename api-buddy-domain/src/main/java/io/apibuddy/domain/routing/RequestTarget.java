package io.apibuddy.domain.routing;

import org.jspecify.annotations.Nullable;

/**
 * The path and query of a request target, byte for byte (RFC 9112 section 3.2).
 *
 * @param path the raw path, with its leading slash
 * @param query the raw query after the question mark; null if there is no question mark
 */
public record RequestTarget(String path, @Nullable String query) {

  /** Splits a target without scheme and authority into path and query, without checking either. */
  public static RequestTarget split(String target) {
    int question = target.indexOf('?');
    return question < 0
        ? new RequestTarget(target, null)
        : new RequestTarget(target.substring(0, question), target.substring(question + 1));
  }

  /** Returns the path of a target without scheme and authority. */
  public static String pathOf(String target) {
    int question = target.indexOf('?');
    return question < 0 ? target : target.substring(0, question);
  }

  /** Returns path and query in one text, as they were. */
  public String text() {
    return query == null ? path : path + '?' + query;
  }
}
